import { describe, expect, it } from "vitest";
import { decodeSubscription, encodeSubscription } from "@/lib/wire/trust/subscription";

const plan = {
  sitereference: "demo_site100",
  parenttransactionreference: "7-55-1203",
  baseamount: "999",
  currencyiso3a: "GBP",
  subscriptiontype: "RECURRING",
  subscriptionunit: "MONTH",
  subscriptionfrequency: "1",
  subscriptionfinalnumber: "12",
};
const alone = (fields: Record<string, unknown>) =>
  decodeSubscription({ ...plan, ...fields }, { besideAuth: false });

describe("decodeSubscription", () => {
  it("reads a plan that names its parent", () => {
    expect(alone({})).toEqual({
      ok: true,
      value: {
        parentReference: "7-55-1203",
        amount: { minor: 999, major: null, currency: "GBP" },
        type: "RECURRING",
        unit: "MONTH",
        frequency: 1,
        finalNumber: 12,
        number: null,
        beginDate: null,
        orderReference: null,
      },
    });
    expect(
      alone({
        subscriptiontype: "INSTALLMENT",
        subscriptionunit: "DAY",
        subscriptionfrequency: 7,
        subscriptionnumber: "2",
        subscriptionbegindate: "2027-01-31",
        accounttypedescription: "RECUR",
      }),
    ).toMatchObject({
      value: { type: "INSTALLMENT", unit: "DAY", frequency: 7, number: 2, beginDate: "2027-01-31" },
    });
  });

  it("needs no parent and no RECUR account beside an AUTH", () => {
    const fields = { ...plan, parenttransactionreference: undefined, accounttypedescription: "ECOM" };
    expect(decodeSubscription(fields, { besideAuth: true })).toMatchObject({
      ok: true,
      value: { parentReference: null },
    });
  });

  it("answers 20018 to another account", () => {
    expect(alone({ accounttypedescription: "ECOM" })).toEqual({
      ok: false,
      refusal: { code: "20018", data: [] },
    });
  });

  it.each([
    { parenttransactionreference: "" },
    { subscriptiontype: "WEEKLY" },
    { subscriptiontype: undefined },
    { subscriptionunit: "WEEK" },
    { subscriptionunit: undefined },
    { subscriptionfrequency: "0" },
    { subscriptionfrequency: undefined },
    { subscriptionfinalnumber: "10000" },
    { subscriptionfinalnumber: undefined },
    { subscriptionnumber: "0" },
    { subscriptionnumber: "13" },
    { subscriptionbegindate: "2027-02-30" },
    { baseamount: "0" },
    { currencyiso3a: "XXX" },
  ])("answers 30000 to %j", (fields) => {
    expect(alone(fields)).toEqual({ ok: false, refusal: { code: "30000", data: Object.keys(fields) } });
  });
});

it("encodes a plan in strings only", () => {
  const fields = encodeSubscription({
    transactionReference: "7-57-1204",
    parentTransactionReference: "7-55-1203",
    siteReference: "demo_site100",
    orderReference: null,
    currency: "GBP",
    baseAmount: 999,
    type: "RECURRING",
    unit: "MONTH",
    frequency: 1,
    number: 1,
    finalNumber: 12,
    beginDate: "2026-12-22",
    active: 2,
    operator: "webservices@example.com",
    startedAt: new Date("2026-11-22T03:28:25.987Z"),
  });
  expect(fields).toMatchObject({
    errorcode: "0",
    errormessage: "Ok",
    requesttypedescription: "SUBSCRIPTION",
    parenttransactionreference: "7-55-1203",
    subscriptionnumber: "1",
    subscriptionfinalnumber: "12",
    transactionactive: "2",
    accounttypedescription: "RECUR",
    transactionstartedtimestamp: "2026-11-22 03:28:25",
  });
  expect(Object.values(fields).every((value) => typeof value === "string")).toBe(true);
  expect(fields).not.toHaveProperty("orderreference");
});
