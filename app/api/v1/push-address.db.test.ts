import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Payment } from "@/app/api/v1/schemas";
import { createChildPayment } from "@/lib/features/payments/commands/create-child-payment";
import { createFollowingPayment } from "@/lib/features/payments/commands/create-payment";
import { intentOf } from "@/lib/features/data-requests/model";
import { getPayable } from "@/lib/features/data-requests/queries/payable";
import { getQrCode } from "@/lib/features/qr-codes/queries";
import { createSubscription } from "@/lib/features/subscriptions/commands/create-subscription";
import { actorOf } from "@/prisma/factories/payment";
import { makeScheme } from "@/prisma/factories/scheme";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { fieldsOf, get, post } from "@/scripts/test/api";
import { askFor } from "@/scripts/test/buckaroo";
import { drain } from "@/scripts/test/drain";
import { allow, useReceivers } from "@/scripts/test/receiver";

useAcquirer();
const { shop: receiver, other, forbidden } = useReceivers();

const goodCard = { number: "4111111111111111", expiry: "12/2030", securityCode: "123" };
const declinedCard = { ...goodCard, number: "4000000000000812" };
const wish = { amount: { minor: 1050, currency: "EUR" }, method: "card", card: goodCard };

const patience = { timeout: 180_000 };
const taken = ["payment.authorised", "payment.completed"];

/** A shop with an address for all and one for failures, and the addresses that a payment of it may carry. */
async function listening() {
  const path = `/${randomUUID()}`;
  for (const end of ["", "/failed"]) {
    receiver.answer(`${path}${end}`, 200);
    other.answer(`${path}${end}`, 200);
  }
  const pushUrlFailure = receiver.url(`${path}/failed`);
  const shop = await makeShop({ pushUrl: receiver.url(path), pushUrlFailure, pushFormat: "standard" });
  await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
  return {
    shop,
    pushUrl: other.url(path),
    pushUrlFailure: other.url(`${path}/failed`),
    /** What came to each address: the website's, its one for failures, and those of the payment. */
    heard: async () => {
      await drain();
      return [receiver, other].flatMap((one) =>
        [path, `${path}/failed`].map((at) =>
          one.to(at).map(({ body }) => (JSON.parse(body) as { readonly type: string }).type),
        ),
      );
    },
  };
}

/** Waits until this has come to the four addresses, pushes of different objects in any order, and nothing else. */
const told = (
  heard: () => Promise<string[][]>,
  expected: readonly (readonly string[])[],
  not: readonly string[] = [],
) =>
  expect
    .poll(async () => (await heard()).map((types) => types.toSorted()), { timeout: 60_000 })
    .toEqual(expected.map((types) => types.filter((type) => !not.includes(type)).toSorted()));

async function paid(shop: Shop, body: object, address = "/payments") {
  const answer = await post(shop, address, body);
  expect(answer.status).toBe(201);
  return Payment.parse(await answer.json());
}

const addressesOf = async (id: string) =>
  (
    await rowsOf<{ pushUrl: string | null; pushUrlFailure: string | null }>(
      `select push_url as "pushUrl", push_url_failure as "pushUrlFailure" from payment where id = $1`,
      [id],
    )
  )[0];

describe("a payment with push addresses of its own", patience, () => {
  it("is told there and not to the website, its failures at its address for failures", async () => {
    const { shop, pushUrl, pushUrlFailure, heard } = await listening();
    const payment = await paid(shop, { ...wish, pushUrl, pushUrlFailure });
    expect(payment).toMatchObject({ pushUrl, pushUrlFailure });
    const read = Payment.parse(await (await get(shop, `/payments/${payment.id}`)).json());
    expect(read).toMatchObject({ pushUrl, pushUrlFailure });
    await paid(shop, { ...wish, card: declinedCard, pushUrl, pushUrlFailure });
    await told(heard, [[], [], taken, ["payment.rejected"]]);
  });

  it.each([
    ["pushUrl", [[], [], [...taken, "payment.rejected"], []]],
    ["pushUrlFailure", [taken, [], [], ["payment.rejected"]]],
  ] as const)("may have %s alone: the website's address takes what is left", async (field, expected) => {
    const { shop, heard, ...addresses } = await listening();
    await paid(shop, { ...wish, [field]: addresses[field] });
    await told(heard, expected, ["payment.rejected"]);
    await paid(shop, { ...wish, card: declinedCard, [field]: addresses[field] });
    await told(heard, expected);
  });

  it("without them is told to the website", async () => {
    const { shop, heard } = await listening();
    expect(await paid(shop, wish)).toMatchObject({ pushUrl: null, pushUrlFailure: null });
    await told(heard, [taken, [], [], []]);
  });

  it("is found by its key again, also when its address may no longer be called", async () => {
    const { shop, pushUrl } = await listening();
    const key = { "idempotency-key": randomUUID() };
    const body = { ...wish, pushUrl };
    const first = Payment.parse(await (await post(shop, "/payments", body, key)).json());
    // As if the answer had been lost before it was kept.
    await rowsOf("delete from idempotency_key where merchant_id = $1", [shop.merchantId]);
    allow([]);
    const again = await post(shop, "/payments", body, key);
    allow([receiver, other]);
    expect([again.status, Payment.parse(await again.json()).id]).toEqual([201, first.id]);
  });

  it("is not told to an address that became forbidden since: it is checked again when sent", async () => {
    const { shop, pushUrl, heard } = await listening();
    const { id } = await paid(shop, { ...wish, pushUrl });
    await rowsOf("update payment set push_url = $2 where id = $1", [id, forbidden.url("/")]);
    expect((await heard()).flat()).toEqual([]);
    expect(await rowsOf("select distinct state from push where payment_id = $1", [id])).toEqual([
      { state: "will_not_send" },
    ]);
    expect(forbidden.connections).toBe(0);
  });
});

describe.each(["pushUrl", "pushUrlFailure"])("%s", (field) => {
  it.each([
    ["https://127.0.0.1/", "private_address"],
    ["https://0x7f.1/", "private_address"],
    ["https://2130706433/", "private_address"],
    ["https://0177.0.0.1/", "private_address"],
    ["https://[::1]/", "private_address"],
    ["https://[::ffff:169.254.169.254]/", "private_address"],
    ["https://169.254.169.254/latest/meta-data", "private_address"],
    ["https://10.0.0.1/", "private_address"],
    ["https://192.168.1.1/", "private_address"],
    ["https://localhost/", "private_address"],
    ["http://example.com/", "scheme_not_allowed"],
    ["ftp://example.com/", "scheme_not_allowed"],
    ["file:///etc/passwd", "scheme_not_allowed"],
    ["javascript:alert(1)", "scheme_not_allowed"],
    ["https://example.com:8443/", "port_not_allowed"],
    ["https://u:p@example.com/", "credentials_not_allowed"],
    ["https://name.invalid/", "host_not_found"],
    ["not an address", "wrong_format"],
    ["", "wrong_format"],
    [`https://example.com/${"a".repeat(1000)}`, "too_big"],
    ["https://example.com/4111111111111111", "card_number"],
    [7, "wrong_type"],
    [null, "wrong_type"],
    [["https://example.com/"], "wrong_type"],
  ])("%j is refused by its name, as %s, and nothing is paid", async (address, reason) => {
    const shop = await makeShop();
    const answer = await post(shop, "/payments", { ...wish, [field]: address });
    expect(answer.status).toBe(400);
    expect(await fieldsOf(answer)).toEqual({ [field]: reason });
    expect(await rowsOf("select id from payment where merchant_id = $1", [shop.merchantId])).toEqual([]);
  });

  it("is refused where nobody but configuration could allow it", async () => {
    const shop = await makeShop();
    const answer = await post(shop, "/payments", { ...wish, [field]: forbidden.url("/") });
    expect(await fieldsOf(answer)).toEqual({ [field]: "scheme_not_allowed" });
    expect(forbidden.connections).toBe(0);
  });
});

describe("what follows a payment", patience, () => {
  it("has its addresses: the customer's next try", async () => {
    const { shop, heard, ...addresses } = await listening();
    const first = await paid(shop, { ...wish, card: declinedCard, ...addresses });
    await told(heard, [[], [], [], ["payment.rejected"]]);
    const retry = { method: "card", card: goodCard };
    const second = await paid(shop, retry, `/payments/${first.id}/retries`);
    expect(second).toMatchObject({ predecessorId: first.id, ...addresses });
    await told(heard, [[], [], ["payment.started", ...taken], ["payment.rejected", "payment.retried"]]);
  });

  it("has its addresses: the payments of the plan that it began, whatever the guard says by then", async () => {
    const { shop, heard, ...addresses } = await listening();
    const first = await paid(shop, { ...wish, ...addresses });
    const plan = await createSubscription(actorOf(shop), {
      ...{ paymentId: first.id, intentId: randomUUID(), kind: "RECURRING", unit: "MONTH", frequency: 1 },
      ...{ amount: wish.amount, finalNumber: 4, beginDate: null },
    });
    if (!plan.ok) throw new Error(plan.error);
    await rowsOf("update payment set push_url_failure = $2 where id = $1", [first.id, forbidden.url("/")]);
    const { subscriptionId } = plan.value;
    await createChildPayment({ version: 1, merchantId: shop.merchantId, subscriptionId, number: 2 });
    const [child] = await rowsOf<{ id: string }>("select id from payment where subscription_id = $1", [
      subscriptionId,
    ]);
    expect(await addressesOf(child?.id ?? "")).toEqual({ ...addresses, pushUrlFailure: forbidden.url("/") });
    await told(heard, [[], [], [...taken, ...taken], []]);
  });
});

describe("the payment that a data request began", patience, () => {
  const payWith = async (
    shop: Shop,
    requestId: string,
    pushAddresses: NonNullable<Parameters<typeof createFollowingPayment>[1]["pushAddresses"]>,
  ) => {
    const created = await createFollowingPayment(actorOf(shop), {
      websiteId: shop.websiteId,
      intentId: intentOf(requestId, "0"),
      ...{ amount: { minor: 1250, currency: "EUR" }, method: "card", card: goodCard, captureMode: null },
      source: "payment_link",
      pushAddresses,
    });
    if (!created.ok) throw new Error(created.error);
    return created.value.paymentId;
  };
  const requestOf = async (key: string) =>
    (
      await rowsOf<{ id: string; codeId: string | null }>(
        `select r.id, q.id as "codeId" from data_request r
         left join qr_code q on q.merchant_id = r.merchant_id and q.data_request_id = r.id where r.key = $1`,
        [key],
      )
    )[0] ?? { id: "", codeId: null };
  const more = (addresses: { readonly pushUrl: string; readonly pushUrlFailure: string }) => ({
    PushURL: addresses.pushUrl,
    PushURLFailure: addresses.pushUrlFailure,
  });

  it("by an invitation is told where the request is (domain.md 2.6)", async () => {
    const { shop, heard, ...addresses } = await listening();
    const values = { CustomerEmail: "eva@example.nl", Amount: "12.50", MerchantSendsEmail: true };
    const { Key } = await askFor(shop, "payperemail", "PaymentInvitation", values, more(addresses));
    const { id } = await requestOf(Key);
    const payable = await getPayable(shop.scope, id);
    expect(payable?.pushAddresses).toEqual(addresses);
    const paymentId = await payWith(shop, id, payable?.pushAddresses ?? addresses);
    expect(await addressesOf(paymentId)).toEqual(addresses);
    await told(heard, [[], [], ["data_request.190", "data_request.792", ...taken], []]);
  });

  it("by the pay link of an invoice and by a QR code has the addresses of the request", async () => {
    const { shop, pushUrl, pushUrlFailure } = await listening();
    await makeScheme(shop);
    const given = more({ pushUrl, pushUrlFailure });
    const invoice = {
      ...{ InvoiceAmount: "121.00", InvoiceAmountVat: "21.00", InvoiceDate: "2025-01-15" },
      ...{ DueDate: "2025-02-14", SchemeKey: "a1b2c3", "Debtor/Code": "cust-77" },
      ...{ "Email/Email": "j.jansen@example.nl", "Phone/Mobile": "+31600000000" },
    };
    const invoiced = await askFor(shop, "CreditManagement3", "CreateInvoice", invoice, {
      ...given,
      Invoice: "INV-1",
    });
    const payable = await getPayable(shop.scope, (await requestOf(invoiced.Key)).id);
    expect(payable).toMatchObject({ state: "open", pushAddresses: { pushUrl, pushUrlFailure } });
    const code = { Amount: "10.00", PurchaseId: "P-1", Description: "Coffee" };
    const drawn = await askFor(shop, "idealqr", "Generate", code, given);
    const { codeId } = await requestOf(drawn.Key);
    expect((await getQrCode(shop.scope, codeId ?? ""))?.pushAddresses).toEqual({ pushUrl, pushUrlFailure });
  });
});
