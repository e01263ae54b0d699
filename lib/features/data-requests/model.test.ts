import { describe, expect, it } from "vitest";
import {
  beginnings,
  codeAfter,
  dataRequestCodes,
  dataRequestEvents,
  decideWanted,
  isDefinitive,
  isFailure,
  serviceNames,
  services,
  subCodeOf,
  type DataRequestCode,
  type DataRequestEvent,
} from "@/lib/features/data-requests/model";
import type { Parameter } from "@/lib/features/parameters/model";

/** Domain.md 2.3, row by row. */
const allowed: readonly (readonly [DataRequestCode, DataRequestEvent, DataRequestCode])[] = [
  [790, "come_back", 791],
  [790, "cancel_by_consumer", 890],
  [791, "cancel_by_consumer", 890],
  ...([790, 791, 792, 793] as const).flatMap(
    (from) =>
      [
        [from, "accept", 190],
        [from, "fail", 490],
        [from, "reject", 690],
      ] as const,
  ),
  ...([790, 791, 792, 793, 794] as const).map((from) => [from, "cancel_by_merchant", 891] as const),
  [791, "hold", 793],
  [792, "hold", 793],
  [793, "release", 791],
  [794, "approve", 791],
  [794, "disapprove", 891],
  [790, "expire", 490],
  [792, "expire", 490],
];

describe("the flow of a data request", () => {
  const pairs = dataRequestCodes.flatMap((code) => dataRequestEvents.map((event) => [code, event] as const));
  it.each(pairs)("from %i with %s is as domain.md 2.3 says", (code, event) => {
    const to = allowed.find(([from, by]) => from === code && by === event)?.[2];
    expect(codeAfter(code, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("ends in the codes that domain.md 2.2 calls definitive, and begins in others", () => {
    expect(dataRequestCodes.filter(isDefinitive)).toEqual([190, 490, 491, 492, 690, 890, 891]);
    expect(dataRequestCodes.filter(isFailure)).toEqual([490, 491, 492, 690, 890, 891]);
    expect(Object.values(beginnings)).toEqual([190, 490, 491, 492, 790, 792]);
    expect([190, 790, 791, 490].map((code) => subCodeOf(code as DataRequestCode))).toEqual([
      "S001",
      "P190",
      "P191",
      "S490",
    ]);
  });
});

const parameter = (name: string, value: string, groupType: string | null = null): Parameter => ({
  name,
  groupType,
  groupId: null,
  value,
});

/** Domain.md 2.7. */
const invoice = [
  parameter("InvoiceAmount", "121.00"),
  parameter("InvoiceAmountVat", "21.00"),
  parameter("InvoiceDate", "2025-01-15"),
  parameter("DueDate", "2025-02-14"),
  parameter("SchemeKey", "a1b2c3"),
  parameter("Code", "cust-77", "Debtor"),
  parameter("Email", "j.jansen@example.nl", "Email"),
  parameter("Mobile", "+31600000000", "Phone"),
];
const errorsOf = (service: string, action: string, parameters: readonly Parameter[], currency = "EUR") => {
  const decided = decideWanted({ service, action, parameters }, currency);
  return "errors" in decided ? decided.errors.map(({ kind, name, error }) => [kind, name, error]) : [];
};

describe("what a request may ask for", () => {
  it("are the services and actions of domain.md 2.4, and the stop of an invoice", () => {
    expect(serviceNames).toEqual([
      "emandate",
      "emandateb2b",
      "idealqr",
      "Subscriptions",
      "CreditManagement3",
      "payperemail",
    ]);
    expect(serviceNames.map((service) => Object.keys(services[service]).length)).toEqual([5, 5, 1, 9, 14, 1]);
  });

  it("is understood in any spelling, with what it carries", () => {
    const decided = decideWanted(
      { service: "creditmanagement3", action: "CREATEINVOICE", parameters: invoice },
      "EUR",
    );
    if (!("wanted" in decided)) throw new Error("refused");
    const { wanted, asked } = decided;
    expect(wanted).toEqual({ service: "CreditManagement3", action: "CreateInvoice" });
    expect(asked.minor("invoiceamount")).toBe(12_100);
    expect(asked.day("DueDate")).toBe("2025-02-14");
    expect(asked.text("Code", "Debtor")).toBe("cust-77");
    expect(asked.text("Code", "Person")).toBeNull();
  });

  it.each([
    ["toString", "CreateInvoice", [["ServiceErrors", null, "UnknownService"]]],
    ["CreditManagement3", "constructor", [["ActionErrors", null, "UnknownAction"]]],
    ["idealqr", "CreateInvoice", [["ActionErrors", null, "UnknownAction"]]],
  ] as const)("%s %s is refused by its name", (service, action, errors) => {
    expect(errorsOf(service, action, [])).toEqual(errors);
  });

  it("names every parameter that is wrong", () => {
    const wrong = [
      parameter("InvoiceAmount", "12.345"),
      parameter("InvoiceAmountVat", "-1"),
      parameter("InvoiceDate", "2025-02-30"),
      parameter("SchemeKey", "s".repeat(51)),
      parameter("Email", "nobody"),
    ];
    expect(errorsOf("CreditManagement3", "CreateInvoice", wrong)).toEqual([
      ["ParameterErrors", "InvoiceAmount", "ParameterInvalid"],
      ["ParameterErrors", "InvoiceAmountVat", "ParameterInvalid"],
      ["ParameterErrors", "InvoiceDate", "ParameterInvalid"],
      ["ParameterErrors", "DueDate", "ParameterRequired"],
      ["ParameterErrors", "SchemeKey", "ParameterTooLong"],
      ["ParameterErrors", "Code", "ParameterRequired"],
      ["ParameterErrors", "Email", "ParameterInvalid"],
    ]);
  });

  it.each([
    [{ DebtorReference: "R", SequenceType: "2", EMandateReason: "x" }, "SequenceType"],
    [{ DebtorReference: "R", SequenceType: "1", EMandateReason: "x\u0000y" }, "EMandateReason"],
    [{ DebtorReference: "R", SequenceType: "1", EMandateReason: "x", Language: "xx" }, "Language"],
    [{ DebtorReference: "R", SequenceType: "1", EMandateReason: "x", MaxAmount: "0" }, "MaxAmount"],
  ])("a mandate with %j is refused for %s", (values, name) => {
    const parameters = Object.entries(values).map(([key, value]) => parameter(key, value));
    expect(errorsOf("emandate", "CreateMandate", parameters)).toEqual([
      ["ParameterErrors", name, "ParameterInvalid"],
    ]);
  });

  it("reads amounts in the currency of the request", () => {
    const amount = [parameter("Amount", "12.50"), parameter("CustomerEmail", "j@example.nl")];
    expect(errorsOf("payperemail", "PaymentInvitation", amount)).toEqual([]);
    expect(errorsOf("payperemail", "PaymentInvitation", amount, "JPY")).toEqual([
      ["ParameterErrors", "Amount", "ParameterInvalid"],
    ]);
    expect(errorsOf("payperemail", "PaymentInvitation", amount, "XXX")).toEqual([
      ["ParameterErrors", "Amount", "ParameterInvalid"],
    ]);
  });
});
