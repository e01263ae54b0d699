import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataRequestAnswer, decodeCall } from "@/lib/wire/buckaroo/data-request";

/** Domain.md 2.7. */
const body = {
  Currency: "EUR",
  Invoice: "INV-2025-002",
  PushURL: "https://shop.example/push/json",
  Culture: "nl-NL",
  Services: {
    ServiceList: [
      {
        Name: "CreditManagement3",
        Action: "CreateInvoice",
        Parameters: [
          { Name: "InvoiceAmount", Value: "121.00" },
          { Name: "Code", GroupType: "Debtor", Value: "cust-77" },
        ],
      },
    ],
  },
};
const callOf = (value: unknown) => {
  const read = decodeCall(value);
  if (!read.ok) throw new Error(read.problem);
  return read.call;
};
const problemOf = (value: unknown) => {
  const read = decodeCall(value);
  return read.ok ? null : read.problem;
};

describe("a data request as shops send it", () => {
  it("is read as domain.md 2.7 writes it", () => {
    expect(callOf(body)).toMatchObject({
      service: "CreditManagement3",
      action: "CreateInvoice",
      currency: "EUR",
      invoice: "INV-2025-002",
      pushUrl: "https://shop.example/push/json",
      culture: "nl-NL",
      isTest: false,
      parameters: [
        { name: "InvoiceAmount", groupType: null, groupId: null, value: "121.00" },
        { name: "Code", groupType: "Debtor", groupId: null, value: "cust-77" },
      ],
      custom: [],
      additional: [],
    });
  });

  it("may carry numbers, flags and nothing as values, and both forms of additional parameters", () => {
    const Parameters = [
      { Name: "A", Value: 12.5, GroupID: 3 },
      { Name: "B", Value: true },
      { Name: "C", Value: null },
      { Name: "D" },
    ];
    const call = callOf({
      ...body,
      Invoice: 17,
      ClientIP: { Type: 0, Address: "192.0.2.1" },
      Services: { ServiceList: [{ Name: "idealqr", Action: "Generate", Parameters }] },
      CustomParameters: { List: [{ Name: "x", Value: 1 }] },
      AdditionalParameters: { AdditionalParameter: [{ Name: "orderId", Value: "1001" }] },
    });
    expect(call.parameters.map(({ value, groupId }) => [value, groupId])).toEqual([
      ["12.5", "3"],
      ["true", null],
      ["", null],
      ["", null],
    ]);
    expect(call).toMatchObject({
      invoice: "17",
      clientIp: "192.0.2.1",
      custom: [{ name: "x", value: "1" }],
      additional: [{ name: "orderId", value: "1001" }],
    });
  });

  it.each([
    [null, "The body"],
    [[], "The body"],
    ["text", "The body"],
    [{}, "Services"],
    [{ Services: 5 }, "Services"],
    [{ Services: { ServiceList: [] } }, "Services.ServiceList"],
    [{ Services: { ServiceList: [{ Name: 5 }] } }, "Services.ServiceList.0.Name"],
    [{ Services: { ServiceList: [{ Name: "x", Parameters: "none" }] } }, "Services.ServiceList.0.Parameters"],
    [
      { Services: { ServiceList: [{ Name: "x", Parameters: [{ Name: "y", Value: {} }] }] } },
      "Services.ServiceList.0.Parameters.0.Value",
    ],
    [{ ...body, PushURL: "javascript:alert(1)" }, "PushURL"],
    [{ ...body, Currency: "E1R" }, "Currency"],
    [{ ...body, Invoice: { a: 1 } }, "Invoice"],
    [{ ...body, Invoice: "i".repeat(256) }, "Invoice"],
  ])("%j is refused by the place that is wrong", (value, place) => {
    expect(problemOf(value)).toMatch(new RegExp(`^${place}:`));
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        decodeCall(value);
        decodeCall({ ...body, Services: value });
      }),
    );
  });
});

describe("the answer", () => {
  const answered = {
    key: "A1B2C3D4E5F60718293A4B5C6D7E8F90",
    invoice: null,
    order: null,
    service: "emandate",
    action: "CreateMandate",
    status: { code: 790, sub: null, at: new Date("2025-01-15T09:20:30Z") },
    isTest: true,
    outputs: [{ name: "MandateId", value: "M-0001" }],
    custom: [],
    additional: [],
    redirectUrl: null,
    errors: [],
  } as const;

  it("has the shape of the push, and says where the customer has to go", () => {
    expect(dataRequestAnswer({ ...answered, redirectUrl: "https://bank.example/1" })).toMatchObject({
      Key: "A1B2C3D4E5F60718293A4B5C6D7E8F90",
      ServiceCode: "emandate",
      Status: { Code: { Code: 790, Description: "Pending input" }, DateTime: "2025-01-15T10:20:30" },
      RequiredAction: { Name: "Redirect", RedirectURL: "https://bank.example/1" },
      RequestErrors: null,
      ConsumerMessage: null,
    });
  });

  it.each([
    ["ServiceErrors", "UnknownService", "Name"],
    ["ActionErrors", "UnknownAction", "Action"],
  ] as const)("says %s among the parameters too", (kind, error, Name) => {
    const wrong = { kind, service: "x", action: null, name: null, error, message: "Unknown." };
    const { RequestErrors } = dataRequestAnswer({ ...answered, errors: [wrong] });
    const told = { Service: "x", Action: null, Error: error, ErrorMessage: "Unknown." };
    expect(RequestErrors).toMatchObject({
      [kind]: [{ ...told, Name: null }],
      ParameterErrors: [{ ...told, Name }],
    });
  });

  it("says what was wrong in every kind of error", () => {
    const error = {
      kind: "ParameterErrors",
      service: "emandate",
      action: "CreateMandate",
      name: "SequenceType",
      error: "ParameterRequired",
      message: "Parameter SequenceType is required.",
    } as const;
    const { RequestErrors, RequiredAction } = dataRequestAnswer({ ...answered, errors: [error] });
    expect(RequiredAction).toBeNull();
    expect(RequestErrors).toEqual({
      ChannelErrors: [],
      ServiceErrors: [],
      ActionErrors: [],
      ParameterErrors: [
        {
          Service: "emandate",
          Action: "CreateMandate",
          Name: "SequenceType",
          Error: "ParameterRequired",
          ErrorMessage: "Parameter SequenceType is required.",
        },
      ],
      CustomParameterErrors: [],
    });
  });
});
