import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutEntities } from "@/lib/wire/buckaroo/entities";
import {
  dataRequestForm,
  formSignature,
  formText,
  signedForm,
  transactionForm,
  type FormTransaction,
} from "@/lib/wire/buckaroo/form-push";
import {
  dataRequestObject,
  jsonPush,
  transactionObject,
  type JsonTransaction,
} from "@/lib/wire/buckaroo/json-push";

const at = new Date("2026-11-22T02:43:41Z");

/** Domain.md 2.6.1. */
const vector = {
  brq_amount: "25.00",
  brq_currency: "EUR",
  brq_invoicenumber: "INV-2025-001",
  brq_statuscode: "190",
  brq_statusmessage: "Transaction successfully processed",
  brq_test: "true",
  brq_timestamp: "2025-01-15 10:20:30",
  brq_transactions: "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
  brq_websitekey: "DemoSite01",
  ADD_orderId: "1001",
};

describe("the signature of a form push", () => {
  const body = new URLSearchParams({
    ...vector,
    other: "left out",
    brq_Signature: "of another time",
  }).toString();

  it("covers the text of domain.md 2.6.1", () => {
    expect(formText(body)).toBe(
      "ADD_orderId=1001brq_amount=25.00brq_currency=EURbrq_invoicenumber=INV-2025-001brq_statuscode=190brq_statusmessage=Transaction successfully processedbrq_test=truebrq_timestamp=2025-01-15 10:20:30brq_transactions=0F1E2D3C4B5A69788796A5B4C3D2E1F0brq_websitekey=DemoSite01",
    );
  });

  it.each([
    ["sha1", "4313f594dd1c04b7d6952eafd3ba43bdd6280efc"],
    ["sha256", "de676d99c56878c024cd1443f3d2f0be4601aca720c5f7426c99db7d5d7a33f4"],
    [
      "sha512",
      "34709ec098fd8768accf3cce8ca002b54bc203770c29a0d801e122bc1eb3a213b9e52a93993554e86f5c997fc4e51f9427341a0f332b817eec0ec4f68b115fa4",
    ],
  ] as const)("is that of domain.md 2.6.1 with %s", (hash, signature) => {
    expect(formSignature(body, "DemoSecret", hash)).toBe(signature);
  });

  it("is that of the captured push of wire.md 3.1", () => {
    const captured = [
      "add_real_order_id=1001&brq_amount=10.25&brq_currency=EUR&brq_customer_name=J.+de+T%C3%A8ster+%26+Zn",
      `brq_invoicenumber=INV-001&brq_ordernumber=1001&brq_payment=${"A".repeat(32)}`,
      "brq_SERVICE_ideal_consumerBIC=RABONL2U&brq_SERVICE_ideal_consumerIBAN=NL44RABO0123456789",
      "brq_statuscode=190&brq_statuscode_detail=S001&brq_statusmessage=Transaction+successfully+processed",
      "brq_test=true&brq_timestamp=2026-11-22+03%3A43%3A41&brq_transaction_method=ideal",
      `brq_transaction_type=C021&brq_transactions=${"B".repeat(32)}&brq_websitekey=W3bs1teKey`,
    ].join("&");
    const signature = "cd138c1797052771204e1ed5799002d3f7d963a3";
    expect(formSignature(captured, "B0ngo-Secret-Key", "sha1")).toBe(signature);
    expect(signedForm(captured, "B0ngo-Secret-Key", "sha1")).toBe(`${captured}&brq_signature=${signature}`);
  });

  it("sorts an underscore before letters and does not mind the case of a name", () => {
    expect(formText("brq_transactions=2&BRQ_transaction_method=1&cust_a=3&add_b=0")).toBe(
      "add_b=0BRQ_transaction_method=1brq_transactions=2cust_a=3",
    );
  });
});

const told: FormTransaction = {
  key: "B".repeat(32),
  relatedKey: null,
  amount: "10.25",
  currency: "EUR",
  invoice: "INV-001",
  order: "1001",
  customerName: "J. de Täster & Zn",
  method: "ideal",
  type: "C021",
  status: { code: 190, sub: null, at },
  isTest: true,
  websiteKey: "W3bs1teKey",
};

/** What each receiver of wire.md 3.1 computes from a body. */
const receivers = {
  php: (fields: [string, string][]) => joined(sortedByName(known(fields)), phpDecoded),
  magento: (fields: [string, string][]) => joined(sortedByName(fields), (value) => value),
  node: (fields: [string, string][]) => joined(fields, (value) => value),
};
const known = (fields: [string, string][]) => fields.filter(([name]) => /^(brq|add|cust)_/i.test(name));
const sortedByName = (fields: [string, string][]) =>
  [...fields].sort(([a], [b]) => Buffer.compare(Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())));
const joined = (fields: [string, string][], value: (text: string) => string) =>
  fields.map(([name, text]) => `${name}=${value(text)}`).join("");
const phpDecoded = (value: string) =>
  value
    .replaceAll(/&#(\d+);/g, (_all, digits: string) => String.fromCodePoint(Number(digits) % 0xd7ff))
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/&eacute;?/g, "é")
    .replaceAll(/&copy;?/g, "©")
    .replaceAll(/&amp;?/g, "&");

function agrees(body: string) {
  const fields = [...new URLSearchParams(body)];
  const signature = fields.find(([name]) => name === "brq_signature")?.[1];
  const others = fields.filter(([name]) => name !== "brq_signature");
  for (const textOf of Object.values(receivers))
    expect(
      createHash("sha1")
        .update(`${textOf(others)}secret`)
        .digest("hex"),
    ).toBe(signature);
}

describe("a form push", () => {
  it("has the fields of wire.md 3.1, sorted and encoded as there", () => {
    expect(transactionForm(told)).toBe(
      [
        "brq_amount=10.25&brq_currency=EUR&brq_customer_name=J.+de+T%C3%A4ster+%26+Zn&brq_invoicenumber=INV-001",
        `brq_ordernumber=1001&brq_payment=${"B".repeat(32)}&brq_statuscode=190&brq_statuscode_detail=S001`,
        "brq_statusmessage=Transaction+successfully+processed&brq_test=true&brq_timestamp=2026-11-22+03%3A43%3A41",
        `brq_transaction_method=ideal&brq_transaction_type=C021&brq_transactions=${"B".repeat(32)}`,
        "brq_websitekey=W3bs1teKey",
      ].join("&"),
    );
  });

  it("names the payment that a refund gives back", () => {
    const form = new URLSearchParams(transactionForm({ ...told, relatedKey: "A".repeat(32) }));
    expect(form.get("brq_relatedtransaction_refund")).toBe("A".repeat(32));
    expect(form.get("brq_transactions")).toBe("B".repeat(32));
  });

  it("of a data request has its key instead of a transaction's, and no blank, dot or bracket in a name", () => {
    const body = dataRequestForm({
      ...{ key: "C".repeat(32), invoice: null, order: "1001", service: "emandate", isTest: true },
      status: { code: 791, sub: null, at },
      websiteKey: "W3bs1teKey",
      outputs: [{ name: "Mandate Id", value: "M-1" }],
      custom: [{ name: "a.b", value: "1" }],
      additional: [{ name: "order[id]", value: "x" }],
    });
    const form = new URLSearchParams(body);
    expect([form.get("brq_datarequest"), form.has("brq_transactions")]).toEqual(["C".repeat(32), false]);
    expect(form.get("brq_SERVICE_emandate_Mandate_Id")).toBe("M-1");
    expect([form.get("cust_a_b"), form.get("add_order_id_")]).toEqual(["1", "x"]);
    agrees(signedForm(body, "secret", "sha1"));
  });

  it("is checked alike by receivers that sort or do not and that decode entities or do not", () => {
    const words = [
      "&amp;",
      "&eacute;",
      "&eacute",
      "&copy=1",
      "&#39;",
      "&#233;",
      "AT&T",
      "R&D;",
      "é",
      "~*!",
      "&",
      "\uD800",
    ];
    const value = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" })))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(value, value, (order, customerName) => {
        agrees(signedForm(transactionForm({ ...told, order, customerName }), "secret", "sha1"));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["Smith &amp; Sons", "Smith & Sons"],
    ["A &amp;amp; B", "A & B"],
    ["AT&T", "AT&T"],
    ["fish & chips", "fish & chips"],
    ["x&copy=1", "x& copy=1"],
    ["&#233;", "& #233;"],
    ["&foo;", "& foo;"],
  ])("writes %s as %s", (value, written) => {
    expect(withoutEntities(value)).toBe(written);
  });
});

const transaction: JsonTransaction = {
  ...{ key: "C".repeat(32), invoice: "INV-001", order: "1001", service: "ideal", type: "C021", isTest: true },
  status: { code: 190, sub: null, at },
  amount: "10.25",
  currency: "EUR",
  customerName: "ąż/é",
  relatedKey: null,
};

describe("a JSON push", () => {
  it("has the shape of wire.md 3.2", () => {
    expect(jsonPush("Transaction", transactionObject(transaction))).toBe(
      `{"Transaction":{"Key":"${"C".repeat(32)}","Invoice":"INV-001","ServiceCode":"ideal","Status":{"Code":{"Code":190,"Description":"Success"},"SubCode":{"Code":"S001","Description":"Transaction successfully processed"},"DateTime":"2026-11-22T03:43:41"},"IsTest":true,"Order":"1001","Currency":"EUR","AmountDebit":10.25,"TransactionType":"C021","CustomerName":"ąż/é","PaymentKey":"${"C".repeat(32)}"}}`,
    );
  });

  it("of a data request has the shape of domain.md 2.6.2", () => {
    const object = dataRequestObject({
      ...{
        key: "A1B2C3D4E5F60718293A4B5C6D7E8F90",
        invoice: "INV-2025-001",
        order: null,
        service: "emandate",
      },
      ...{ action: "CreateMandate", isTest: true },
      status: { code: 190, sub: null, at: new Date("2025-01-15T09:20:30Z") },
      outputs: [
        { name: "MandateId", value: "M-0001" },
        { name: "EmandateStatus", value: "Success" },
      ],
      custom: [],
      additional: [{ name: "orderId", value: "1001" }],
    });
    expect(jsonPush("DataRequest", object)).toBe(
      '{"DataRequest":{"Key":"A1B2C3D4E5F60718293A4B5C6D7E8F90","Invoice":"INV-2025-001","ServiceCode":"emandate","IsTest":true,"Status":{"Code":{"Code":190,"Description":"Success"},"SubCode":{"Code":"S001","Description":"Transaction successfully processed"},"DateTime":"2025-01-15T10:20:30"},"Services":[{"Name":"emandate","Action":"CreateMandate","Parameters":[{"Name":"MandateId","Value":"M-0001"},{"Name":"EmandateStatus","Value":"Success"}]}],"CustomParameters":{"List":[]},"AdditionalParameters":{"List":[{"Name":"orderId","Value":"1001"}]}}}',
    );
  });

  it.each([
    ["10.10", "10.1"],
    ["10.00", "10"],
    ["0.01", "0.01"],
    ["99999999999.99", "99999999999.99"],
    ["1.230", "1.23"],
  ])("writes %s as %s", (amount, written) => {
    expect(jsonPush("Transaction", transactionObject({ ...transaction, amount }))).toContain(
      `"AmountDebit":${written},`,
    );
  });

  it("credits a refund and names its payment", () => {
    const body = jsonPush("Transaction", transactionObject({ ...transaction, relatedKey: "D".repeat(32) }));
    expect(body).toContain('"AmountCredit":10.25');
    expect(body).toContain(`"RelatedTransactionKey":"${"D".repeat(32)}"`);
  });

  it("stays the same when it is decoded and encoded again, with nothing that PHP would write otherwise", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.integer({ min: 0, max: 9_999_999_999_999 }),
        (text, cents) => {
          const amount = `${Math.floor(cents / 100).toString()}.${(cents % 100).toString().padStart(2, "0")}`;
          const body = jsonPush("Transaction", transactionObject({ ...transaction, order: text, amount }));
          expect(JSON.stringify(JSON.parse(body))).toBe(body);
          expect(body).not.toMatch(/[\u2028\u2029]|\\ud[89a-f]|\{\}|\\\/|\d[eE][+-]?\d+[,}]/);
        },
      ),
    );
  });
});
