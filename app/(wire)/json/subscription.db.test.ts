import { describe, expect, it } from "vitest";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { ask, askOne, auth, pay, recordOf, update, type Fields } from "@/scripts/test/trust";

useAcquirer();

const terms = {
  subscriptiontype: "RECURRING",
  subscriptionunit: "MONTH",
  subscriptionfrequency: "1",
  subscriptionfinalnumber: "12",
};
const plan = (shop: Shop, parent: string, fields: Fields = {}): Fields => ({
  requesttypedescriptions: ["SUBSCRIPTION"],
  sitereference: shop.siteReference,
  parenttransactionreference: parent,
  baseamount: "999",
  currencyiso3a: "GBP",
  ...terms,
  ...fields,
});
const both = (shop: Shop, fields: Fields = {}): Fields => ({
  ...auth(shop, terms),
  requesttypedescriptions: ["AUTH", "SUBSCRIPTION"],
  ...fields,
});
const code = async (shop: Shop, request: Fields) => {
  const entry = await askOne(shop, request);
  return [entry["errorcode"], ...(entry.errordata ?? [])];
};
const counted = async (shop: Shop, table: "subscription" | "payment") =>
  (await rowsOf(`select 1 from ${table} where merchant_id = $1`, [shop.merchantId])).length;

describe("SUBSCRIPTION", () => {
  it("is found again by its reference or its type, and is no money in a list", async () => {
    const shop = await makeShop();
    const made = await askOne(shop, plan(shop, await pay(shop)));
    const reference = made["transactionreference"] ?? "";
    expect(await recordOf(shop, reference)).toMatchObject({
      ...{ requesttypedescription: "SUBSCRIPTION", errorcode: "0", baseamount: "999", currencyiso3a: "GBP" },
      transactionreference: reference,
    });
    const query = (filter: Fields) => askOne(shop, { requesttypedescriptions: ["TRANSACTIONQUERY"], filter });
    expect(await query({ requesttypedescription: [{ value: "SUBSCRIPTION" }] })).toMatchObject({
      found: "1",
    });
    expect(await query({ sitereference: [{ value: shop.siteReference }] })).toMatchObject({ found: "1" });
  });

  it("plans what follows from a settled or pending parent", async () => {
    const shop = await makeShop();
    const parent = await pay(shop);
    const made = await askOne(shop, plan(shop, parent, { accounttypedescription: "RECUR" }));
    expect(made).toMatchObject({
      errorcode: "0",
      errormessage: "Ok",
      requesttypedescription: "SUBSCRIPTION",
      parenttransactionreference: parent,
      baseamount: "999",
      currencyiso3a: "GBP",
      accounttypedescription: "RECUR",
      transactionactive: "2",
      subscriptionnumber: "1",
      operatorname: shop.trust.alias,
      ...terms,
    });
    expect(made["transactionreference"]).toMatch(/^\d+-9-\d+$/);
    expect(made["transactionreference"]).not.toBe(parent);
  });

  it("costs what the parent cost where nothing is said", async () => {
    const shop = await makeShop();
    const parent = await pay(shop);
    const free = plan(shop, parent, { baseamount: undefined, currencyiso3a: undefined });
    expect(await askOne(shop, free)).toMatchObject({ errorcode: "0", baseamount: "1050" });
  });

  it("refuses other parents, accounts, currencies and fields", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const parent = await pay(shop);
    const held = await pay(shop, { settlestatus: "2" });
    const declined = await askOne(shop, auth(shop, { pan: "4242424242424242" }));
    expect(await code(shop, plan(shop, held))).toEqual(["20019"]);
    expect(await code(shop, plan(shop, declined["transactionreference"] ?? ""))).toEqual(["20019"]);
    expect(await code(shop, plan(shop, "1-9-1"))).toEqual(["20004"]);
    expect(await code(stranger, plan(stranger, parent))).toEqual(["20004"]);
    expect(await code(shop, plan(shop, parent, { accounttypedescription: "ECOM" }))).toEqual(["20018"]);
    expect(await code(shop, plan(shop, parent, { currencyiso3a: "EUR" }))).toEqual([
      "30000",
      "currencyiso3a",
    ]);
    expect(
      await code(shop, plan(shop, parent, { subscriptionunit: "WEEK", subscriptionfrequency: "0" })),
    ).toEqual(["30000", "subscriptionunit", "subscriptionfrequency"]);
    expect(await code(shop, plan(shop, parent, { subscriptionbegindate: "2001-01-01" }))).toEqual([
      "30000",
      "subscriptionbegindate",
    ]);
    expect(await counted(shop, "subscription")).toBe(0);
    expect(await code(shop, plan(shop, parent))).toEqual(["0"]);
    expect(await code(shop, plan(shop, parent))).toEqual(["30000", "parenttransactionreference"]);
    expect(await counted(shop, "subscription")).toBe(1);
  });
});

describe("AUTH and SUBSCRIPTION in one request", () => {
  it("have two answers in this order, and the second follows from the first", async () => {
    const shop = await makeShop();
    const { response } = await ask(shop, [both(shop), { requesttypedescription: "NONSENSE" }]);
    expect(response.map((entry) => [entry["requesttypedescription"], entry["errorcode"]])).toEqual([
      ["AUTH", "0"],
      ["SUBSCRIPTION", "0"],
      ["ERROR", "60018"],
    ]);
    expect(response[1]).toMatchObject({
      parenttransactionreference: response[0]?.["transactionreference"],
      baseamount: "1050",
      transactionactive: "2",
    });
  });

  it.each([
    ["is declined", { pan: "4242424242424242" }, "70000"],
    ["is suspended", { settlestatus: "2" }, "0"],
  ])("plan nothing when the payment %s", async (_what, fields, first) => {
    const shop = await makeShop();
    const { response } = await ask(shop, [both(shop, fields)]);
    expect(response.map((entry) => entry["errorcode"])).toEqual([first, "20019"]);
    expect(await counted(shop, "subscription")).toBe(0);
  });

  it("move no money when a field of either is wrong", async () => {
    const shop = await makeShop();
    for (const wrong of [{ subscriptionunit: "WEEK" }, { pan: "1" }, { sitereference: "nowhere" }]) {
      const { response } = await ask(shop, [both(shop, wrong)]);
      expect(response.map((entry) => entry["requesttypedescription"])).toEqual(["AUTH", "SUBSCRIPTION"]);
      expect(response.every((entry) => entry["errorcode"] !== "0")).toBe(true);
    }
    expect(await counted(shop, "payment")).toBe(0);
  });
});

describe("TP-16 TRANSACTIONUPDATE of a subscription", () => {
  async function planned(shop: Shop) {
    const made = await askOne(shop, plan(shop, await pay(shop)));
    return made["transactionreference"] ?? "";
  }
  const rowOf = async (reference: string) =>
    (
      await rowsOf<Record<string, unknown>>(
        `select status, amount_minor::int as amount, unit, frequency, final_number as final, number
         from subscription where transaction_reference = $1`,
        [reference],
      )
    )[0];

  it("changes amount, rhythm and final number as in domain.md 1.5.1", async () => {
    const shop = await makeShop();
    const reference = await planned(shop);
    const updates = {
      baseamount: "100",
      subscriptionfrequency: "7",
      subscriptionunit: "DAY",
      subscriptionfinalnumber: "24",
    };
    expect(await code(shop, update(shop, reference, updates))).toEqual(["0"]);
    expect(await rowOf(reference)).toEqual({
      status: "pending",
      amount: 100,
      unit: "DAY",
      frequency: 7,
      final: 24,
      number: 1,
    });
    expect(await code(shop, update(shop, reference, updates))).toEqual(["30015"]);
    expect(await code(shop, update(shop, reference, { mainamount: "2.50", currencyiso3a: "GBP" }))).toEqual([
      "0",
    ]);
    expect(await rowOf(reference)).toMatchObject({ amount: 250 });
  });

  it("pauses, resumes and stops, and stopped it stays (TP 1.2.2)", async () => {
    const shop = await makeShop();
    const reference = await planned(shop);
    const set = (transactionactive: string) => code(shop, update(shop, reference, { transactionactive }));
    expect(await set("2")).toEqual(["30000", "transactionactive"]);
    for (const [active, status] of [
      ["0", "inactive"],
      ["1", "active"],
      ["3", "stopped"],
    ] as const) {
      expect(await set(active)).toEqual(["0"]);
      expect(await rowOf(reference)).toMatchObject({ status });
    }
    expect(await set("1")).toEqual(["60017"]);
  });

  it("refuses what never changes and what belongs to payments", async () => {
    const shop = await makeShop();
    const reference = await planned(shop);
    const before = await rowOf(reference);
    for (const name of ["subscriptionbegindate", "subscriptionnumber", "settlestatus"]) {
      expect(await code(shop, update(shop, reference, { [name]: "2" }))).toEqual(["60033", name]);
    }
    expect(await code(shop, update(shop, reference, { subscriptionfinalnumber: "0" }))).toEqual([
      "30000",
      "subscriptionfinalnumber",
    ]);
    expect(await rowOf(reference)).toEqual(before);
    const refund = { requesttypedescription: "REFUND", parenttransactionreference: reference };
    expect(await code(shop, refund)).toEqual(["20032"]);
  });
});
