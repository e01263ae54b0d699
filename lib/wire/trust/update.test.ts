import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountIn } from "@/lib/wire/trust/amount";
import {
  decodeSubscriptionUpdates,
  decodeTransactionUpdates,
  decodeUpdateTarget,
} from "@/lib/wire/trust/update";

const refusal = (code: string, ...data: string[]) => ({ ok: false, refusal: { code, data } });
const target = (filter: unknown) => decodeUpdateTarget({ filter });
const transaction = (updates: unknown) => decodeTransactionUpdates({ updates });
const plan = (updates: unknown) => decodeSubscriptionUpdates({ updates });
const nothing = { minor: null, major: null, currency: null };

describe("decodeUpdateTarget", () => {
  it("reads the capture of the Python client and the PHP client's object with a symbol", () => {
    const one = { transactionReference: "52-9-1000001", siteReferences: ["test_site12345"] };
    expect(
      target({
        sitereference: [{ value: "test_site12345" }],
        transactionreference: [{ value: "52-9-1000001" }],
      }),
    ).toEqual({ ok: true, value: one });
    expect(
      target({
        sitereference: { value: "test_site12345", symbol: "IS" },
        transactionreference: { value: "52-9-1000001", symbol: "IS" },
      }),
    ).toEqual({ ok: true, value: one });
  });

  it("takes a filter without a site: the caller's own is meant", () => {
    expect(target({ transactionreference: [{ value: "52-9-1000001" }] })).toEqual({
      ok: true,
      value: { transactionReference: "52-9-1000001", siteReferences: null },
    });
  });

  it.each([undefined, null, {}, ""])("answers 60019 to the filter %j", (filter) => {
    expect(target(filter)).toEqual(refusal("60019"));
  });

  it.each([
    ["text", "filter"],
    [[], "filter"],
    [{ sitereference: [{ value: "test_site12345" }] }, "transactionreference"],
    [{ transactionreference: [] }, "transactionreference"],
    [{ transactionreference: "52-9-1000001" }, "transactionreference"],
    [{ transactionreference: [{ value: "" }] }, "transactionreference"],
    [{ transactionreference: { value: "52", symbol: "LIKE" } }, "transactionreference"],
    [{ transactionreference: [{ value: "52-9-1" }], orderreference: [{ value: "A" }] }, "orderreference"],
    [{ transactionreference: [{ value: "52-9-1" }], __proto__x: [{ value: "A" }] }, "__proto__x"],
  ])("answers 60037 to the filter %j", (filter, name) => {
    expect(target(filter)).toEqual(refusal("60037", name));
  });

  it("TP-4 takes one transaction, not two", () => {
    expect(target({ transactionreference: [{ value: "52-9-1" }, { value: "52-9-2" }] })).toEqual(
      refusal("60037", "transactionreference"),
    );
  });
});

describe("decodeTransactionUpdates", () => {
  it("reads the update of domain.md 1.5.1", () => {
    expect(
      transaction({
        settlestatus: "2",
        settlebaseamount: "1050",
        settleduedate: "2025-02-01",
        orderreference: "A-77",
      }),
    ).toEqual({
      ok: true,
      value: {
        settleStatus: 2,
        settleAmount: { minor: 1050, major: null, currency: null },
        settleDueDate: "2025-02-01",
        orderReference: "A-77",
      },
    });
  });

  it("takes empty texts as not given and numbers as their text", () => {
    expect(transaction({ settlestatus: 0, settlebaseamount: "", orderreference: null })).toEqual({
      ok: true,
      value: { settleStatus: 0, settleAmount: nothing, settleDueDate: null, orderReference: null },
    });
  });

  it("TP-11 takes an order reference that is longer than 25", () => {
    const orderReference = "A".repeat(60);
    expect(transaction({ orderreference: orderReference })).toMatchObject({ value: { orderReference } });
  });

  it.each([undefined, null, "", {}, [], "text", { settlestatus: "" }, { currencyiso3a: "EUR" }])(
    "answers 60013 to the updates %j",
    (updates) => {
      expect(transaction(updates)).toEqual(refusal("60013"));
    },
  );

  it.each([
    "nonsense",
    "settledstatus",
    "transactionreference",
    "baseamount",
    "subscriptionnumber",
    "billingemail",
  ])("answers 60033 to the key %s, before it looks at values", (name) => {
    expect(transaction({ [name]: "1", settlestatus: "9" })).toEqual(refusal("60033", name));
  });

  it.each([
    ["settlestatus", ["10", "100", "4", "-1", "x", "01", ["2"], {}]],
    ["settlebaseamount", ["0", "-5", "10.50", "1e3", "99999999999999", " 5", "ten"]],
    ["settlemainamount", ["ten", "-1.00", "1,50", ".5"]],
    ["settleduedate", ["2025-02-30", "tomorrow", "01.02.2025", "2025-2-1", "0000-01-01"]],
    ["orderreference", ["4111 1111 1111 1111", "A\u0000B", "A".repeat(256)]],
  ])("answers 30000 and names %s", (name, values) => {
    for (const value of values) expect(transaction({ [name]: value })).toEqual(refusal("30000", name));
  });

  it("TP-5 names every wrong field at once", () => {
    expect(
      transaction({ settlestatus: "100", settlebaseamount: "0", settleduedate: "x", orderreference: "A-1" }),
    ).toEqual(refusal("30000", "settlestatus", "settlebaseamount", "settleduedate"));
  });

  it("never throws, whatever the fields hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (filter, updates) => {
        expect(typeof target(filter).ok).toBe("boolean");
        expect(typeof transaction(updates).ok).toBe("boolean");
        expect(typeof plan(updates).ok).toBe("boolean");
      }),
    );
  });
});

describe("decodeSubscriptionUpdates", () => {
  it("reads the update of domain.md 1.5.1", () => {
    expect(
      plan({
        baseamount: "100",
        subscriptionfrequency: "7",
        subscriptionunit: "DAY",
        subscriptionfinalnumber: "24",
      }),
    ).toEqual({
      ok: true,
      value: {
        amount: { minor: 100, major: null, currency: null },
        frequency: 7,
        unit: "DAY",
        finalNumber: 24,
        active: null,
        orderReference: null,
      },
    });
  });

  it.each([0, 1, 3] as const)("reads transactionactive %i", (active) => {
    expect(plan({ transactionactive: active.toString() })).toMatchObject({ value: { active } });
  });

  it.each([
    { transactionactive: "2" },
    { transactionactive: "4" },
    { subscriptionunit: "WEEK" },
    { subscriptionfrequency: "0" },
    { subscriptionfrequency: "1.5" },
    { subscriptionfinalnumber: "-1" },
    { baseamount: "0" },
  ])("answers 30000 to %j", (updates) => {
    expect(plan(updates)).toEqual(refusal("30000", ...Object.keys(updates)));
  });

  it.each(["subscriptionbegindate", "subscriptionnumber", "subscriptiontype", "settlestatus"])(
    "TP-16 answers 60033 to %s, which never changes here",
    (name) => {
      expect(plan({ [name]: "1" })).toEqual(refusal("60033", name));
    },
  );
});

describe("amountIn", () => {
  const asked = (updates: object, currency: string) => {
    const read = transaction({ settlestatus: "0", ...updates });
    return read.ok ? amountIn(read.value.settleAmount, currency) : read;
  };

  it("reads decimals in the currency of the transaction", () => {
    expect(asked({ settlemainamount: "9.60" }, "GBP")).toEqual({ ok: true, value: 960 });
    expect(asked({ settlemainamount: "960" }, "JPY")).toEqual({ ok: true, value: 960 });
    expect(asked({ settlemainamount: "0.960" }, "KWD")).toEqual({ ok: true, value: 960 });
    expect(asked({}, "GBP")).toEqual({ ok: true, value: null });
  });

  it("refuses what the currency does not have, nothing, and two amounts that differ", () => {
    const no = refusal("30000", "settlemainamount");
    expect(asked({ settlemainamount: "9.605" }, "GBP")).toEqual(no);
    expect(asked({ settlemainamount: "0.00" }, "GBP")).toEqual(no);
    expect(asked({ settlemainamount: "9.60", settlebaseamount: "961" }, "GBP")).toEqual(no);
    expect(asked({ settlemainamount: "9.60", settlebaseamount: "960" }, "GBP")).toEqual({
      ok: true,
      value: 960,
    });
  });

  it("refuses a currency that is not the transaction's", () => {
    expect(asked({ settlebaseamount: "960", currencyiso3a: "EUR" }, "GBP")).toEqual(
      refusal("30000", "currencyiso3a"),
    );
    expect(asked({ settlebaseamount: "960", currencyiso3a: "GBP" }, "GBP")).toEqual({ ok: true, value: 960 });
  });
});
