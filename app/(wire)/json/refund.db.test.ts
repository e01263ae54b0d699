import { describe, expect, it } from "vitest";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { runSettlement } from "@/scripts/test/paid-payment";
import { ask, askOne, auth, pay, recordOf, update, type Fields } from "@/scripts/test/trust";

useAcquirer();

const refund = (shop: Shop, parent: string, fields: Fields = {}): Fields => ({
  requesttypedescriptions: ["REFUND"],
  sitereference: shop.siteReference,
  parenttransactionreference: parent,
  ...fields,
});
const code = async (shop: Shop, request: Fields) => {
  const entry = await askOne(shop, request);
  return [entry["errorcode"], ...(entry.errordata ?? [])];
};
const refundsOf = (parent: string) =>
  rowsOf<{ amount: number; status: string }>(
    `select r.amount_minor::int as amount, r.status from refund r
     join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
     where p.transaction_reference = $1 order by r.created_at, r.id`,
    [parent],
  );

describe("REFUND", () => {
  it("TP-20 gives back a part, and then the rest in full", async () => {
    const shop = await makeShop();
    const parent = await pay(shop, { settlestatus: "100" });
    const part = await askOne(shop, refund(shop, parent, { baseamount: "500", orderreference: "R-1" }));
    expect(part).toMatchObject({
      errorcode: "0",
      errormessage: "Ok",
      requesttypedescription: "REFUND",
      parenttransactionreference: parent,
      baseamount: "500",
      currencyiso3a: "GBP",
      orderreference: "R-1",
      maskedpan: "411111######1111",
    });
    expect(await recordOf(shop, part["transactionreference"] ?? "")).toMatchObject({
      requesttypedescription: "REFUND",
      settlestatus: "100",
    });
    expect(await askOne(shop, refund(shop, parent))).toMatchObject({ errorcode: "0", baseamount: "550" });
    expect(await code(shop, refund(shop, parent))).toEqual(["20007"]);
    expect(await refundsOf(parent)).toEqual([
      { amount: 500, status: "done" },
      { amount: 550, status: "done" },
    ]);
  });

  it("reads decimals in the parent's currency and needs no site", async () => {
    const shop = await makeShop();
    const parent = await pay(shop, { settlestatus: "100" });
    const part = refund(shop, parent, { mainamount: "5.00", currencyiso3a: "GBP", sitereference: undefined });
    expect(await askOne(shop, part)).toMatchObject({ errorcode: "0", baseamount: "500" });
    expect(await code(shop, refund(shop, parent, { mainamount: "5.005" }))).toEqual(["30000", "mainamount"]);
    expect(await code(shop, refund(shop, parent, { baseamount: "5", currencyiso3a: "EUR" }))).toEqual([
      "30000",
      "currencyiso3a",
    ]);
  });

  it("TP-22 says so when the issuer declines, and when nobody answers", async () => {
    const shop = await makeShop();
    const parent = await pay(shop, { settlestatus: "100", baseamount: "20000" });
    const silent = await askOne(shop, refund(shop, parent, { baseamount: "7705" }));
    expect(silent).toMatchObject({ errorcode: "60034", requesttypedescription: "REFUND" });
    expect(silent["transactionreference"]).toMatch(/^\d+-9-\d+$/);
  });

  it.each([
    ["a parent that is not settled", { settlestatus: "2" }, "20012"],
    ["a decline", { pan: "4242424242424242" }, "20011"],
  ])("refuses %s", async (_what, fields, expected) => {
    const shop = await makeShop();
    const paid = await askOne(shop, auth(shop, fields));
    const parent = paid["transactionreference"] ?? "";
    expect(await code(shop, refund(shop, parent))).toEqual([expected]);
    expect(await refundsOf(parent)).toEqual([]);
  });

  it("refuses more than is left, a refund of a refund, unknown and foreign parents and wrong fields", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const parent = await pay(shop, { settlestatus: "100" });
    expect(await code(shop, refund(shop, parent, { baseamount: "1051" }))).toEqual(["20007"]);
    expect(await code(shop, refund(shop, "1-9-1"))).toEqual(["20004"]);
    expect(await code(stranger, refund(stranger, parent))).toEqual(["20004"]);
    expect(await code(shop, refund(shop, parent, { sitereference: "nowhere" }))).toEqual([
      "30001",
      "sitereference",
    ]);
    expect(await code(shop, refund(shop, parent, { baseamount: "0", settlestatus: "100" }))).toEqual([
      "30000",
      "baseamount",
      "settlestatus",
    ]);
    expect(await code(shop, refund(shop, ""))).toEqual(["30000", "parenttransactionreference"]);
    expect(await refundsOf(parent)).toEqual([]);
    const done = await askOne(shop, refund(shop, parent, { baseamount: "1" }));
    expect(await code(shop, refund(shop, done["transactionreference"] ?? ""))).toEqual(["20006"]);
  });

  it("answers 79000 when a second person has to agree", async () => {
    const shop = await makeShop();
    await rowsOf(
      "insert into refund_limit (merchant_id, currency, limit_minor, set_at, actor) values ($1, 'GBP', 500, now(), 'user:Eva')",
      [shop.merchantId],
    );
    const parent = await pay(shop, { settlestatus: "100" });
    const waiting = await askOne(shop, refund(shop, parent, { baseamount: "501" }));
    expect(waiting).toMatchObject({ errorcode: "79000", errormessage: "Queued" });
    expect(await refundsOf(parent)).toEqual([{ amount: 501, status: "awaiting_approval" }]);
  });

  it("refunds once when the rest is asked for twice at the same moment", async () => {
    const shop = await makeShop();
    const parent = await pay(shop, { settlestatus: "100" });
    const answers = await Promise.all([code(shop, refund(shop, parent)), code(shop, refund(shop, parent))]);
    expect(answers.filter(([one]) => one === "0")).toHaveLength(1);
    expect(await refundsOf(parent)).toEqual([{ amount: 1050, status: "done" }]);
  });

  it("the shop's partial refund: before settlement the update succeeds, afterwards the refund", async () => {
    const shop = await makeShop();
    const both = async (parent: string) =>
      (
        await ask(shop, [
          update(shop, parent, { settlebaseamount: "550" }),
          refund(shop, parent, { baseamount: "500" }),
        ])
      ).response.map((entry) => entry["errorcode"]);
    expect(await both(await pay(shop))).toEqual(["0", "20012"]);
    expect(await both(await pay(shop, { settlestatus: "100" }))).toEqual(["60017", "0"]);
  });
});

describe("TP-21 a refund that settles later", () => {
  /** A payment that the night's run has settled. */
  async function settled(shop: Shop): Promise<string> {
    const parent = await pay(shop);
    await runSettlement(shop);
    expect(await recordOf(shop, parent)).toMatchObject({ settlestatus: "100" });
    return parent;
  }

  it("waits at 0 with the issuer's code, can be suspended, and be cancelled", async () => {
    const shop = await makeShop();
    const parent = await settled(shop);
    const asked = await askOne(shop, refund(shop, parent, { baseamount: "400" }));
    expect(asked).toMatchObject({ errorcode: "0", settlestatus: "0" });
    const reference = asked["transactionreference"] ?? "";
    expect(await code(shop, update(shop, reference, { settlestatus: "2" }))).toEqual(["0"]);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "2" });
    expect(await code(shop, update(shop, reference, { settlebaseamount: "401" }))).toEqual(["60016"]);
    expect(
      await code(shop, update(shop, reference, { settlemainamount: "3.50", currencyiso3a: "GBP" })),
    ).toEqual(["0"]);
    expect(await code(shop, update(shop, reference, { settlestatus: "3" }))).toEqual(["0"]);
    expect(await code(shop, update(shop, reference, { settlestatus: "0" }))).toEqual(["60017"]);
  });

  it("is held on request, however its payment was captured, and goes once it is released", async () => {
    const shop = await makeShop();
    const parent = await pay(shop, { settlestatus: "100" });
    const asked = await askOne(shop, refund(shop, parent, { settlestatus: "2" }));
    expect(asked).toMatchObject({ errorcode: "0", settlestatus: "2" });
    const reference = asked["transactionreference"] ?? "";
    await runSettlement(shop);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "2" });
    expect(await code(shop, update(shop, reference, { settlestatus: "1" }))).toEqual(["0"]);
    await runSettlement(shop);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "100" });
  });

  it("can be asked for as suspended", async () => {
    const shop = await makeShop();
    const parent = await settled(shop);
    expect(await askOne(shop, refund(shop, parent, { settlestatus: "2" }))).toMatchObject({
      errorcode: "0",
      settlestatus: "2",
      baseamount: "1050",
    });
  });
});
