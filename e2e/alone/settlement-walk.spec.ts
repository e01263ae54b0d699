import { expect } from "@playwright/test";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { test } from "@/e2e/fixtures";
import { PaymentPage } from "@/e2e/pages/payment-page";
import { moveClock, resetClock } from "@/e2e/support/clock";
import { baseUrl, openShop } from "@/e2e/support/world";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test.afterEach(resetClock);

type Payment = { readonly id: string; readonly reference: string };

const basic = ({ trust }: Shop) =>
  `Basic ${Buffer.from(`${trust.alias}:${trust.password}`).toString("base64")}`;

async function postJson(shop: Shop, request: object): Promise<Record<string, string>> {
  const answer = await fetch(`${baseUrl()}/json/`, {
    method: "POST",
    headers: { "content-type": "application/json;charset=utf-8", authorization: basic(shop) },
    body: JSON.stringify({ alias: shop.trust.alias, version: "1.00", request: [request] }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { response: Record<string, string>[] }).response[0] ?? {};
}

async function authorise(shop: Shop): Promise<Payment> {
  const told = await postJson(shop, {
    requesttypedescriptions: ["AUTH"],
    sitereference: shop.siteReference,
    accounttypedescription: "ECOM",
    baseamount: "5000",
    currencyiso3a: "EUR",
    pan: "4111111111111111",
    expirydate: "12/2030",
    securitycode: "123",
    orderreference: "WALK-1",
  });
  expect(told).toMatchObject({ errorcode: "0", settlestatus: "0" });
  const reference = told["transactionreference"] ?? "";
  const [row] = await rowsOf<{ id: string }>("select id from payment where transaction_reference = $1", [
    reference,
  ]);
  return { id: row?.id ?? "", reference };
}

/** Asks for a settle status and gives the code of the answer: 0, or why not. */
type Way = (shop: Shop, payment: Payment, settleStatus: number) => Promise<string>;

const byJson: Way = async (shop, { reference }, settleStatus) =>
  (
    await postJson(shop, {
      requesttypedescriptions: ["TRANSACTIONUPDATE"],
      filter: {
        sitereference: [{ value: shop.siteReference }],
        transactionreference: [{ value: reference }],
      },
      updates: { settlestatus: String(settleStatus) },
    })
  )["errorcode"] ?? "";

const byXml: Way = async (shop, { reference }, settleStatus) => {
  const answer = await fetch(`${baseUrl()}/xml/`, {
    method: "POST",
    headers: { "content-type": "text/xml;charset=utf-8", authorization: basic(shop) },
    body: `<?xml version="1.0" encoding="UTF-8"?><requestblock version="3.67"><alias>${shop.trust.alias}</alias>
      <request type="TRANSACTIONUPDATE"><filter><transactionreference>${reference}</transactionreference>
      <sitereference>${shop.siteReference}</sitereference></filter><updates><merchant></merchant>
      <settlement><settlestatus>${settleStatus.toString()}</settlestatus></settlement></updates></request></requestblock>`,
  });
  expect(answer.status).toBe(200);
  return /<code>(\d+)<\/code>/.exec(await answer.text())?.[1] ?? "";
};

const byApi: Way = async (shop, { id }, settleStatus) => {
  const answer = await fetch(`${baseUrl()}/api/v1/payments/${id}/settlement-updates`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify({ settleStatus }),
  });
  if (answer.status < 300) return "0";
  expect(await answer.json()).toMatchObject({ reason: "already_cancelled" });
  return "60017";
};

const ways = { json: byJson, xml: byXml, api: byApi } as const;

const historyOf = async ({ id }: Payment) =>
  (
    await rowsOf<{ line: string }>(
      `select concat_ws(' ', event, from_status || '>' || to_status, from_settle || '>' || to_settle, reason) as line
       from payment_history where payment_id = $1 order by at, id`,
      [id],
    )
  ).map(({ line }) => line);

const statusOf = async ({ id }: Payment) =>
  (
    await rowsOf<{ status: string; settle: number }>(
      "select status, settle_status as settle from payment where id = $1",
      [id],
    )
  )[0];

test("TP-9 authorise, suspend, the settlement run passes it by, 7 days later cancelled, update refused with 60017: by button, JSON, XML and API alike", async ({
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  const shop = await openShop({ captureMode: "scheduled" });
  const names = Object.keys(ways) as (keyof typeof ways)[];
  const payments = new Map<keyof typeof ways, Payment>();
  for (const name of names) {
    const payment = await authorise(shop);
    payments.set(name, payment);
    expect(await ways[name](shop, payment, 2), name).toBe("0");
  }
  await signIn([shop]);
  const pressed = await authorise(shop);
  const screen = new PaymentPage(page);
  await screen.open(pressed.id);
  await screen.start("Suspend");
  await screen.send("Suspend 50.00 EUR");
  const everyone = [...payments.values(), pressed];
  const witness = await authorise(shop);

  await moveClock(2 * dayMs);
  await expect.poll(async () => statusOf(witness)).toEqual({ status: "completed", settle: 100 });
  for (const payment of everyone)
    expect(await statusOf(payment)).toEqual({ status: "authorised", settle: 2 });

  await moveClock(5 * dayMs + hourMs);
  for (const payment of everyone)
    await expect.poll(async () => statusOf(payment)).toEqual({ status: "cancelled", settle: 3 });
  for (const name of names) {
    const payment = payments.get(name);
    if (payment !== undefined) expect(await ways[name](shop, payment, 1), name).toBe("60017");
  }
  await signIn([shop]);
  await screen.open(pressed.id);
  expect(await screen.why("Release")).toBe("Cancelled payments stay cancelled.");
  for (const payment of everyone)
    expect(await historyOf(payment)).toEqual([
      "start",
      "authorise started>authorised",
      "suspend authorised>authorised 0>2",
      "cancel authorised>cancelled 2>3 reservation_over",
    ]);
});
