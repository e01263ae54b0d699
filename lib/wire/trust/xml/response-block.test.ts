import { describe, expect, it } from "vitest";
import {
  encodeFound,
  encodeRefusal,
  encodeTransaction,
  encodeUpdated,
  type Entry,
  type TrustTransaction,
} from "@/lib/wire/trust/answer";
import { readXml, type Element } from "@/lib/wire/trust/xml/read-xml";
import { encodeResponseBlock } from "@/lib/wire/trust/xml/response-block";

const now = new Date("2026-11-22T03:35:40.120Z");
const context = { operator: "webservices@example.com", now };
const transaction: TrustTransaction = {
  type: "AUTH",
  transactionReference: "53-9-1000001",
  parentTransactionReference: null,
  siteReference: "test_site12345",
  orderReference: 'A&"<7',
  currency: "EUR",
  baseAmount: 1050,
  settleBaseAmount: 1050,
  settleStatus: 0,
  settleDueDate: "2026-11-25",
  outcome: "approved",
  authCode: "TEST36",
  acquirerCode: null,
  accountType: "ECOM",
  card: { brand: "visa", firstSix: "411111", lastFour: "1111", expiry: "12/2030" },
  operator: "webservices@example.com",
  startedAt: now,
  settledAt: null,
};

const encode = (...entries: Entry[]) =>
  encodeResponseBlock({ blockVersion: "3.67", requestReference: "X777d8f70", entries, secrand: "r" });

function parse(text: string): Element {
  const read = readXml(text);
  if (!read.ok) throw new Error(read.refusal.data.join());
  return read.value;
}
const responses = (text: string) => parse(text).children.filter(({ name }) => name === "response");
const at = (element: Element | undefined, path: string) =>
  path
    .split("/")
    .reduce<Element | undefined>(
      (inside, name) => inside?.children.find((child) => child.name === name),
      element,
    );
const textAt = (element: Element | undefined, path: string) => at(element, path)?.text;

it("answers an update as in wire.md 1.2", () => {
  expect(encode(encodeUpdated(context))).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n' +
      '<responseblock version="3.67"><requestreference>X777d8f70</requestreference>\n' +
      '<response type="TRANSACTIONUPDATE"><timestamp>2026-11-22 03:35:40</timestamp><error><code>0</code><message>Ok</message></error>' +
      "<operation><operatorname>webservices@example.com</operatorname></operation></response>\n" +
      "<secrand>r</secrand></responseblock>",
  );
});

describe("an AUTH and a REFUND", () => {
  it.each(["AUTH", "REFUND"] as const)("%s has all that the vendor's reader reads", (type) => {
    const parent = type === "REFUND" ? "53-9-1000000" : null;
    const [response] = responses(
      encode(encodeTransaction({ ...transaction, type, parentTransactionReference: parent })),
    );
    expect(response?.attributes).toEqual({ type });
    expect(at(response, "billing/amount")).toMatchObject({
      text: "1050",
      attributes: { currencycode: "EUR" },
    });
    expect(at(response, "billing/payment")?.attributes).toEqual({ type: "VISA" });
    expect(textAt(response, "billing/payment/pan")).toBe("411111######1111");
    expect(textAt(response, "transactionreference")).toBe("53-9-1000001");
    expect(textAt(response, "authcode")).toBe("TEST36");
    expect(textAt(response, "live")).toBe("0");
    expect(textAt(response, "settlement/settlestatus")).toBe("0");
    expect(textAt(response, "settlement/settleduedate")).toBe("2026-11-25");
    expect(textAt(response, "merchant/orderreference")).toBe('A&"<7');
    expect(textAt(response, "operation/parenttransactionreference")).toBe(parent ?? undefined);
    expect(textAt(response, "error/code")).toBe("0");
  });

  it("has the attributes even without a card", () => {
    const [response] = responses(encode(encodeTransaction({ ...transaction, card: null })));
    expect(at(response, "billing/payment")?.attributes).toEqual({ type: "" });
    expect(at(response, "billing/amount")?.attributes).toEqual({ currencycode: "EUR" });
  });

  it("stays an AUTH when it was declined: there is a transaction", () => {
    const [response] = responses(encode(encodeTransaction({ ...transaction, outcome: "declined" })));
    expect(response?.attributes).toEqual({ type: "AUTH" });
    expect(textAt(response, "error/code")).toBe("70000");
    expect(textAt(response, "authcode")).toBe("DECLINED");
  });
});

it("gives refusals the type ERROR, one response per request, in order", () => {
  const list = responses(
    encode(
      encodeRefusal({ code: "60017", data: [] }, "TRANSACTIONUPDATE", context),
      encodeTransaction(transaction),
      encodeRefusal({ code: "30000", data: ["pan", "expirydate"] }, "AUTH", context),
    ),
  );
  expect(list.map(({ attributes }) => attributes["type"])).toEqual(["ERROR", "AUTH", "ERROR"]);
  expect(list.map((response) => textAt(response, "error/code"))).toEqual(["60017", "0", "30000"]);
  const data = at(list[2], "error")?.children.filter(({ name }) => name === "data");
  expect(data?.map(({ text }) => text)).toEqual(["pan", "expirydate"]);
});

it("lists what a query found", () => {
  const [response] = responses(encode(encodeFound({ count: 1, records: [transaction] }, true, context)));
  expect(response?.attributes).toEqual({ type: "TRANSACTIONQUERY" });
  expect(textAt(response, "found")).toBe("1");
  expect(at(response, "record")?.attributes).toEqual({ type: "AUTH" });
  expect(textAt(response, "record/transactionreference")).toBe("53-9-1000001");
});

it("writes no character that XML cannot hold", () => {
  const [response] = responses(
    encode(encodeTransaction({ ...transaction, orderReference: "a\u0001b\uD800c\uFFFE" })),
  );
  expect(textAt(response, "merchant/orderreference")).toBe("a\uFFFDb\uFFFDc\uFFFD");
});
