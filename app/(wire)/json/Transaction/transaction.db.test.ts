import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { keyOf } from "@/lib/wire/buckaroo/codes";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { callOf, signedRequest } from "@/scripts/test/buckaroo";
import { drain } from "@/scripts/test/drain";
import { POST as post } from "@/app/(wire)/json/Transaction/route";
import { GET as getStatus } from "@/app/(wire)/json/Transaction/Status/[key]/route";

useAcquirer({ COUNTERFOIL_SANDBOX: "1" });

type Told = {
  readonly IsTest: boolean;
  readonly Key: string | null;
  readonly Status: { readonly Code: { readonly Code: number } };
  readonly AmountDebit?: number;
  readonly AmountCredit?: number;
  readonly RelatedTransactions?: readonly object[];
  readonly RequestErrors: Readonly<
    Record<string, readonly { readonly Name: string | null; readonly ErrorMessage: string }[]>
  > | null;
};

async function paid(shop: Shop): Promise<string> {
  const created = await createPayment(actorOf(shop), {
    websiteId: shop.websiteId,
    intentId: randomUUID(),
    amount: { minor: 25_00, currency: "EUR" },
    method: "card",
    card: { number: "4111111111111111", expiry: "12/30", securityCode: "123" },
    captureMode: "immediate",
  });
  if (!created.ok) throw new Error(created.error);
  return created.value.paymentId;
}

async function ask(shop: Shop, key: string) {
  const request = await signedRequest(shop, "GET", `/json/Transaction/Status/${key}`);
  const answer = await getStatus(request, { params: Promise.resolve({ key }) });
  return { status: answer.status, body: (await answer.json()) as Told };
}

async function refund(shop: Shop, id: string, more: object, action = "Refund") {
  const call = callOf("visa", action, {}, { OriginalTransactionKey: keyOf(id), Invoice: "INV-1", ...more });
  const request = await signedRequest(shop, "POST", "/json/Transaction/", JSON.stringify(call));
  const answer = await post(request, { params: Promise.resolve({}) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Told;
}
const wrongOf = ({ RequestErrors }: Told) =>
  Object.values(RequestErrors ?? {}).flatMap((errors) => errors.map(({ Name }) => Name));

describe("a payment as the SDKs ask for it", () => {
  it("is told by its key to its website, with the status that its pushes have", async () => {
    const shop = await makeShop();
    const id = await paid(shop);
    expect(await ask(shop, keyOf(id))).toMatchObject({
      status: 200,
      body: { Key: keyOf(id), Status: { Code: { Code: 190 } }, AmountDebit: 25, Currency: "EUR" },
    });
    for (const [asker, key] of [
      [await makeShop(), keyOf(id)],
      [await makeShop({ merchantId: shop.merchantId }), keyOf(id)],
      [shop, "F".repeat(32)],
      [shop, "x"],
    ] as const)
      expect((await ask(asker, key)).status).toBe(404);
  });

  it("is a test wherever its push says so", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json", pushUrl: "https://shop.example/push" });
    const id = await paid(shop);
    await drain();
    const [push] = await rowsOf<{ body: string }>("select body from push where payment_id = $1", [id]);
    expect(push?.body).toContain('"IsTest":true');
    expect((await ask(shop, keyOf(id))).body.IsTest).toBe(true);
    expect((await refund(shop, id, { AmountCredit: 1 })).IsTest).toBe(true);
  });

  it("is refunded in part and in full, never for more, and the refund has a key of its own", async () => {
    const shop = await makeShop();
    const id = await paid(shop);
    const part = await refund(shop, id, { AmountCredit: 10.5 });
    expect(part).toMatchObject({
      Status: { Code: { Code: 190 } },
      AmountCredit: 10.5,
      RelatedTransactions: [{ RelationType: "refund", RelatedTransactionKey: keyOf(id) }],
      RequestErrors: null,
    });
    expect((await ask(shop, part.Key ?? "")).body).toMatchObject({
      Key: part.Key,
      Status: { Code: { Code: 190 } },
    });
    expect(wrongOf(await refund(shop, id, { AmountCredit: "14.51" }))).toEqual(["AmountCredit"]);
    expect(await refund(shop, id, {})).toMatchObject({ AmountCredit: 14.5 });
    expect((await refund(shop, id, {})).Status.Code.Code).toBe(490);
    const [sums] = await rowsOf<{ refunded: number }>(
      "select refunded_minor::int as refunded from payment where id = $1",
      [id],
    );
    expect(sums).toEqual({ refunded: 25_00 });
  });

  it.each([
    [{ AmountCredit: "-1" }, "Refund", "AmountCredit"],
    [{ AmountCredit: "1.005" }, "Refund", "AmountCredit"],
    [{ AmountCredit: 0 }, "Refund", "AmountCredit"],
    [{ Currency: "USD", AmountCredit: 1 }, "Refund", "Currency"],
    [{ OriginalTransactionKey: "E".repeat(32), AmountCredit: 1 }, "Refund", "OriginalTransactionKey"],
    [{ OriginalTransactionKey: null, AmountCredit: 1 }, "Refund", "OriginalTransactionKey"],
    [{ AmountDebit: 1 }, "Pay", null],
  ])("%j with %s is refused", async (more, action, name) => {
    const shop = await makeShop();
    const id = await paid(shop);
    const told = await refund(shop, id, more, action);
    expect([told.Key, told.Status.Code.Code, wrongOf(told)]).toEqual([null, 491, [name]]);
    const [error] = Object.values(told.RequestErrors ?? {}).flat();
    expect(told.Status).toMatchObject({
      Code: { Description: "Validation failure" },
      SubCode: { Code: "S491", Description: error?.ErrorMessage },
      DateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    });
    expect(await rowsOf("select id from refund where payment_id = $1", [id])).toEqual([]);
  });

  it("of another website cannot be refunded", async () => {
    const shop = await makeShop();
    const id = await paid(shop);
    const sister = await makeShop({ merchantId: shop.merchantId });
    expect(wrongOf(await refund(sister, id, { AmountCredit: 1 }))).toEqual(["OriginalTransactionKey"]);
  });
});
