import { describe, expect, it } from "vitest";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { ask, askOne, auth, pay, recordOf, update, type Fields } from "@/scripts/test/trust";

useAcquirer();

const code = async (shop: Shop, request: Fields) => {
  const entry = await askOne(shop, request);
  return [entry["errorcode"], ...(entry.errordata ?? [])];
};
const stateOf = async (reference: string) =>
  (
    await rowsOf<Record<string, unknown>>(
      `select status, settle_status, settle_minor, settle_due_date, order_reference
       from payment where transaction_reference = $1`,
      [reference],
    )
  )[0];
const historyOf = (reference: string) =>
  rowsOf<{ event: string; actor: string; changes: unknown }>(
    `select h.event, h.actor, h.changes from payment_history h
     join payment p on p.merchant_id = h.merchant_id and p.id = h.payment_id
     where p.transaction_reference = $1 order by h.at, h.id`,
    [reference],
  );

describe("TRANSACTIONUPDATE", () => {
  it("suspends what the capture of wire.md 1.1 names, and answers as there", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const { requestreference, version, response } = await ask(
      shop,
      [update(shop, reference, { settlestatus: "2" })],
      { REQUESTREFERENCE: "A0w62dp44" },
    );
    expect({ requestreference, version }).toEqual({ requestreference: "A0w62dp44", version: "1.00" });
    expect(response).toEqual([
      {
        errorcode: "0",
        errormessage: "Ok",
        requesttypedescription: "TRANSACTIONUPDATE",
        transactionstartedtimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as string,
        operatorname: shop.trust.alias,
      },
    ]);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "2" });
    expect((await historyOf(reference)).at(-1)).toMatchObject({
      event: "suspend",
      actor: `api:${shop.trust.alias}`,
    });
  });

  it("takes the PHP client's filter with a symbol, and one without a site", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const filtered = (filter: Fields, settlestatus: string) =>
      code(shop, { requesttypedescription: "TRANSACTIONUPDATE", filter, updates: { settlestatus } });
    const named = { transactionreference: { value: reference, symbol: "IS" } };
    expect(await filtered(named, "2")).toEqual(["0"]);
    expect(
      await filtered({ ...named, sitereference: { value: shop.siteReference, symbol: "IS" } }, "1"),
    ).toEqual(["0"]);
  });

  it("TP-4, TP-5 changes several fields at once, or none", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const before = await stateOf(reference);
    const wrong = { settlestatus: "2", settlebaseamount: "0", settleduedate: "tomorrow" };
    expect(await code(shop, update(shop, reference, wrong))).toEqual([
      "30000",
      "settlebaseamount",
      "settleduedate",
    ]);
    expect(await stateOf(reference)).toEqual(before);
    const all = {
      settlestatus: "2",
      settlebaseamount: "960",
      settleduedate: "2099-02-01",
      orderreference: "B-1",
    };
    expect(await code(shop, update(shop, reference, all))).toEqual(["0"]);
    expect(await recordOf(shop, reference)).toMatchObject({ ...all, baseamount: "1050" });
    expect((await historyOf(reference)).at(-1)?.changes).toMatchObject({
      settleMinor: [1050, 960],
      orderReference: [null, "B-1"],
    });
  });

  it("TP-6 lowers the amount, raises it again up to the authorisation, and not above", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const set = (updates: Fields) => code(shop, update(shop, reference, updates));
    expect(await set({ settlebaseamount: "50" })).toEqual(["0"]);
    expect(await set({ settlemainamount: "10.50", currencyiso3a: "GBP" })).toEqual(["0"]);
    expect(await set({ settlebaseamount: "1051" })).toEqual(["60016"]);
    expect(await set({ settlemainamount: "10.5", currencyiso3a: "EUR" })).toEqual(["30000", "currencyiso3a"]);
    expect(await set({ settlemainamount: "10.505" })).toEqual(["30000", "settlemainamount"]);
    expect(await recordOf(shop, reference)).toMatchObject({ settlebaseamount: "1050" });
  });

  it("TP-11 takes long order references, and never a card number in one", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const orderreference = "order-reference-with-more-than-25-signs";
    expect(await code(shop, update(shop, reference, { orderreference }))).toEqual(["0"]);
    const card = { orderreference: "paid with 4111 1111 1111 1111" };
    expect(await code(shop, update(shop, reference, card))).toEqual(["30000", "orderreference"]);
    expect(await recordOf(shop, reference)).toMatchObject({ orderreference });
    const kept = "select 1 from exchange where merchant_id = $1 and request_body like '%1111 1111 1111%'";
    expect(await rowsOf(kept, [shop.merchantId])).toEqual([]);
  });

  it("does capture and void as Hyperswitch does them", async () => {
    const shop = await makeShop();
    const reference = await pay(shop, { settlestatus: "2" });
    expect(await code(shop, update(shop, reference, { settlestatus: "0" }))).toEqual(["0"]);
    expect(await code(shop, update(shop, reference, { settlestatus: "3" }))).toEqual(["0"]);
    expect(await stateOf(reference)).toMatchObject({ status: "cancelled", settle_status: 3 });
  });

  it("TP-E4 applies other fields before it cancels", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const updates = { settlestatus: "3", orderreference: "gone" };
    expect(await code(shop, update(shop, reference, updates))).toEqual(["0"]);
    expect((await historyOf(reference)).map(({ event }) => event).slice(-2)).toEqual(["update", "cancel"]);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "3", orderreference: "gone" });
  });
});

describe("what is not updatable: 60017", () => {
  const refusal = { errorcode: "60017", errormessage: "Transaction not updatable" };

  it.each([
    ["settled", { settlestatus: "100" }],
    ["declined", { pan: "4242424242424242" }],
    ["of unknown outcome", { pan: "4000000000006603" }],
  ])("TP-2 what is %s", async (_what, fields) => {
    const shop = await makeShop();
    const paid = await askOne(shop, auth(shop, fields));
    const reference = paid["transactionreference"] ?? "";
    const before = await stateOf(reference);
    expect(await askOne(shop, update(shop, reference, { settlestatus: "1" }))).toMatchObject({
      ...refusal,
      requesttypedescription: "TRANSACTIONUPDATE",
    });
    expect(await stateOf(reference)).toEqual(before);
  });

  it("TP-10 what was cancelled stays so", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    await askOne(shop, update(shop, reference, { settlestatus: "3" }));
    for (const settlestatus of ["0", "1", "2", "3"]) {
      expect(await askOne(shop, update(shop, reference, { settlestatus }))).toMatchObject(refusal);
    }
  });
});

describe("the order of validation (domain.md 1.4)", () => {
  const good = { settlestatus: "2" };
  type Context = { readonly shop: Shop; readonly reference: string; readonly other: Shop };
  type Case = readonly [
    what: string,
    change: (request: Fields, context: Context) => Fields,
    expected: readonly string[],
  ];
  const withFilter = (request: Fields, filter: unknown) => ({ ...request, filter });
  const cases: readonly Case[] = [
    [
      "6 both names of the type",
      (r) => ({ ...r, requesttypedescription: "TRANSACTIONUPDATE" }),
      ["60040", "requesttypedescription", "requesttypedescriptions"],
    ],
    [
      "6 a second type",
      (r) => ({ ...r, requesttypedescriptions: ["TRANSACTIONUPDATE", "REFUND"] }),
      ["30000", "requesttypedescriptions"],
    ],
    [
      "7 no filter, before updates are looked at",
      (r) => ({ ...r, filter: undefined, updates: null }),
      ["60019"],
    ],
    ["7 an empty filter", (r) => withFilter(r, {}), ["60019"]],
    [
      "7 a site alone",
      (r, { shop }) => withFilter(r, { sitereference: [{ value: shop.siteReference }] }),
      ["60037", "transactionreference"],
    ],
    ["7 an unknown filter", (r) => withFilter(r, { pan: [{ value: "1" }] }), ["60037", "pan"]],
    [
      "8 an unknown site, before the transaction",
      (r) =>
        withFilter(r, { sitereference: [{ value: "nowhere" }], transactionreference: [{ value: "1-9-1" }] }),
      ["30001", "sitereference"],
    ],
    [
      "8 another site of the merchant",
      (r, { other, reference }) =>
        withFilter(r, {
          sitereference: [{ value: other.siteReference }],
          transactionreference: [{ value: reference }],
        }),
      ["30006", "sitereference"],
    ],
    [
      "9 an unknown transaction, before its updates",
      (r) => ({
        ...withFilter(r, { transactionreference: [{ value: "1-9-1" }] }),
        updates: { nonsense: "1" },
      }),
      ["20004"],
    ],
    ["10 no updates", (r) => ({ ...r, updates: undefined }), ["60013"]],
    ["10 empty updates", (r) => ({ ...r, updates: { settlestatus: "" } }), ["60013"]],
    [
      "10 an unknown key, before formats",
      (r) => ({ ...r, updates: { nonsense: "1", settlestatus: "9" } }),
      ["60033", "nonsense"],
    ],
    [
      "11 a status of the system",
      (r) => ({ ...r, updates: { settlestatus: "10" } }),
      ["30000", "settlestatus"],
    ],
    [
      "11 another status of the system",
      (r) => ({ ...r, updates: { settlestatus: "100" } }),
      ["30000", "settlestatus"],
    ],
    [
      "11 wrong types",
      (r) => ({ ...r, updates: { settlestatus: ["2"], settlebaseamount: {} } }),
      ["30000", "settlestatus", "settlebaseamount"],
    ],
    ["13 too much", (r) => ({ ...r, updates: { settlebaseamount: "1051" } }), ["60016"]],
    [
      "14 nothing new (TP-E6)",
      (r) => ({ ...r, updates: { settlestatus: "0", settlebaseamount: "1050" } }),
      ["30015"],
    ],
  ];

  it.each(cases)("%s", async (_what, change, expected) => {
    const shop = await makeShop();
    const other = await makeShop({ merchantId: shop.merchantId });
    const reference = await pay(shop);
    const before = await stateOf(reference);
    const request = change(update(shop, reference, good), { shop, reference, other });
    expect(await code(shop, request)).toEqual(expected);
    expect(await stateOf(reference)).toEqual(before);
  });

  it("9 a transaction of another merchant, or of another site, is as unknown as none", async () => {
    const shop = await makeShop();
    const other = await makeShop({ merchantId: shop.merchantId });
    const stranger = await makeShop();
    const reference = await pay(shop);
    const before = await stateOf(reference);
    for (const caller of [other, stranger]) {
      expect(await code(caller, update(caller, reference, good))).toEqual(["20004"]);
    }
    expect(await stateOf(reference)).toEqual(before);
  });

  it("12 not updatable comes before too much and before nothing new", async () => {
    const shop = await makeShop();
    const reference = await pay(shop, { settlestatus: "100" });
    expect(await code(shop, update(shop, reference, { settlebaseamount: "99999" }))).toEqual(["60017"]);
    expect(await code(shop, update(shop, reference, { settlebaseamount: "1050" }))).toEqual(["60017"]);
  });
});

describe("several requests in one post", () => {
  it("TP-4 are done in order, each with its own answer", async () => {
    const shop = await makeShop();
    const [first, second] = [await pay(shop), await pay(shop)];
    const { response } = await ask(shop, [
      update(shop, first, { settlestatus: "2" }),
      update(shop, second, { settlestatus: "10" }),
      update(shop, first, { settlestatus: "3" }),
      update(shop, first, { settlestatus: "0" }),
      auth(shop),
    ]);
    expect(response.map((entry) => entry["errorcode"])).toEqual(["0", "30000", "0", "60017", "0"]);
    expect(await stateOf(second)).toMatchObject({ settle_status: 0 });
  });

  it("TP-25 two at once: the row is locked, and the loser sees the new state", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const answers = await Promise.all(
      ["2", "3", "1", "3"].map((settlestatus) => code(shop, update(shop, reference, { settlestatus }))),
    );
    expect(answers.flat().filter((one) => one !== "0" && one !== "60017")).toEqual([]);
    const cancels = (await historyOf(reference)).filter(({ event }) => event === "cancel");
    expect(cancels).toHaveLength(1);
    expect(await stateOf(reference)).toMatchObject({ status: "cancelled", settle_status: 3 });
  });
});
