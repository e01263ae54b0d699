import { describe, expect, it } from "vitest";
import {
  encodeEnvelope,
  encodeFound,
  encodeRefusal,
  encodeTransaction,
  timestampOf,
  type TrustTransaction,
} from "@/lib/wire/trust/answer";

const now = new Date("2026-11-22T03:28:25.987Z");
const context = { operator: "webservices@example.com", now };

const transaction: TrustTransaction = {
  type: "AUTH",
  transactionReference: "52-9-1000001",
  parentTransactionReference: null,
  siteReference: "test_site12345",
  orderReference: "A-77",
  currency: "GBP",
  baseAmount: 1050,
  settleBaseAmount: 1050,
  settleStatus: 0,
  settleDueDate: "2026-11-22",
  outcome: "approved",
  authCode: "TEST36",
  acquirerCode: null,
  accountType: "ECOM",
  card: { brand: "visa", firstSix: "411111", lastFour: "1111", expiry: "12/2030" },
  operator: "webservices@example.com",
  startedAt: now,
  settledAt: null,
};

const everyValue = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(everyValue) : [value];

describe("encodeTransaction", () => {
  it("answers an approved AUTH as the vendor's clients expect it", () => {
    expect(encodeTransaction(transaction)).toMatchObject({
      errorcode: "0",
      errormessage: "Ok",
      requesttypedescription: "AUTH",
      transactionreference: "52-9-1000001",
      acquirerresponsecode: "00",
      authcode: "TEST36",
      settlestatus: "0",
      settleduedate: "2026-11-22",
      baseamount: "1050",
      currencyiso3a: "GBP",
      maskedpan: "411111######1111",
      paymenttypedescription: "VISA",
      live: "0",
    });
  });

  it("answers a decline with 70000 and DECLINED", () => {
    const declined = {
      ...transaction,
      outcome: "declined",
      settleStatus: 3,
      authCode: null,
      acquirerCode: "05",
    } as const;
    expect(encodeTransaction(declined)).toMatchObject({
      errorcode: "70000",
      errormessage: "Decline",
      authcode: "DECLINED",
      acquirerresponsecode: "05",
      settlestatus: "3",
    });
  });

  it("answers silence with 60034, a fault with 60010 and what waits for somebody with 79000", () => {
    expect(encodeTransaction({ ...transaction, outcome: "unknown" })["errorcode"]).toBe("60034");
    expect(encodeTransaction({ ...transaction, outcome: "failed" })["errorcode"]).toBe("60010");
    expect(encodeTransaction({ ...transaction, outcome: "queued" })["errorcode"]).toBe("79000");
  });

  it("leaves out what is not there", () => {
    const bare = encodeTransaction({ ...transaction, card: null, orderReference: null, settleStatus: null });
    expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(["maskedpan"]));
    expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(["settlestatus"]));
  });
});

describe("encodeEnvelope", () => {
  it("calls the list response and holds nothing but strings", () => {
    const text = encodeEnvelope({
      requestReference: "A0w62dp44",
      secrand: "0cfd72b8f",
      entries: [
        encodeTransaction(transaction),
        encodeFound({ count: 1, records: [transaction] }, true, context),
        encodeRefusal({ code: "30000", data: ["pan"] }, "AUTH", context),
      ],
    });
    const answer: unknown = JSON.parse(text);
    expect(answer).toMatchObject({ requestreference: "A0w62dp44", version: "1.00", secrand: "0cfd72b8f" });
    expect(answer).toHaveProperty("response.length", 3);
    expect(everyValue(answer).every((value) => typeof value === "string")).toBe(true);
  });
});

it("encodes the refusal of a type mix exactly as in the table", () => {
  expect(encodeRefusal({ code: "30000", data: ["requesttypedescriptions"] }, "ERROR", context)).toEqual({
    errorcode: "30000",
    errormessage: "Invalid field",
    errordata: ["requesttypedescriptions"],
    requesttypedescription: "ERROR",
    transactionstartedtimestamp: "2026-11-22 03:28:25",
    operatorname: "webservices@example.com",
  });
});

it("tells a missing transaction from an empty search", () => {
  const nothing = { count: 0, records: [] };
  expect(encodeFound(nothing, true, context)).toMatchObject({ errorcode: "20004", found: "0", records: [] });
  expect(encodeFound(nothing, false, context)).toMatchObject({ errorcode: "21014", found: "0", records: [] });
  expect(encodeFound({ count: 1, records: [transaction] }, false, context)).toMatchObject({
    errorcode: "0",
    found: "1",
    records: [{ interface: "PASS-JSON-JSON", transactionreference: "52-9-1000001" }],
  });
});

it("writes instants in UTC to the second", () => {
  expect(timestampOf(now)).toBe("2026-11-22 03:28:25");
});
