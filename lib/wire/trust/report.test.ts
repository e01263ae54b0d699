import { describe, expect, it } from "vitest";
import type { TrustTransaction } from "@/lib/wire/trust/answer";
import { decodeReport, encodeReport } from "@/lib/wire/trust/report";

const decode = (query: string) => decodeReport(new URLSearchParams(query), "Europe/London");
const read = (query: string) => {
  const request = decode(query);
  if (!request.ok) throw new Error(request.refusal.code);
  return request.value;
};

/** The query of wire.md 1.3. */
const capture =
  "settlestatus=2&startdate=2026-11-21&enddate=2026-11-23&sitereferences=test_site12345&optionalfields=orderreference&optionalfields=baseamount";

const transaction: TrustTransaction = {
  type: "AUTH",
  transactionReference: "52-9-1000001",
  parentTransactionReference: null,
  siteReference: "test_site12345",
  orderReference: "A-77",
  currency: "GBP",
  baseAmount: 1050,
  settleBaseAmount: 960,
  settleStatus: 2,
  settleDueDate: "2026-11-22",
  outcome: "approved",
  authCode: "TEST36",
  acquirerCode: null,
  accountType: "ECOM",
  card: { brand: "visa", firstSix: "411111", lastFour: "1111", expiry: "12/2030" },
  operator: "webservices@example.com",
  startedAt: new Date("2026-11-22T03:28:25.987Z"),
  settledAt: null,
};

describe("decodeReport", () => {
  it("reads what the vendor's library asks", () => {
    expect(read(capture)).toEqual({
      filter: {
        siteReferences: ["test_site12345"],
        transactionReferences: null,
        orderReferences: null,
        settleStatuses: [2],
        currencies: null,
        accountTypes: null,
        requestTypes: null,
        from: "2026-11-21T00:00:00.000Z",
        to: "2026-11-23T23:59:59.000Z",
      },
      errorCodes: null,
      paymentTypes: null,
      columns: [
        "transactionreference",
        "transactionstartedtimestamp",
        "sitereference",
        "orderreference",
        "baseamount",
      ],
    });
  });

  it("counts days in London, an hour before UTC in summer", () => {
    expect(read("startdate=2026-07-01&enddate=2026-07-01").filter).toMatchObject({
      from: "2026-06-30T23:00:00.000Z",
      to: "2026-07-01T22:59:59.000Z",
    });
  });

  it("takes both spellings, several values of each and empty ones as none", () => {
    const request = read(
      "settlestatuss=0&settlestatus=2&currencyiso3as=GBP&paymentttypedescriptions=VISA&errorcodes=0&startdate=&enddate=",
    );
    expect(request.filter).toMatchObject({
      settleStatuses: [0, 2],
      currencies: ["GBP"],
      from: null,
      to: null,
    });
    expect([request.paymentTypes, request.errorCodes]).toEqual([["VISA"], ["0"]]);
  });

  it.each([
    ["", "60019"],
    ["startdate=&optionalfields=orderreference", "60019"],
    ["nonsense=1", "60037"],
    ["__proto__=1", "60037"],
    ["settlestatus=7", "60037"],
    ["currencyiso3a=XXX", "60037"],
    ["startdate=2026-02-30", "10101"],
    ["startdate=2026-02-01&startdate=2026-02-02", "60037"],
    ["startdate=2026-02-01&optionalfields=a,b", "60037"],
    [`startdate=2026-02-01${"&optionalfields=a".repeat(101)}`, "60037"],
  ])("%.60s is refused", (query, code) => {
    expect(decode(query)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe("encodeReport", () => {
  it("writes a heading and lines that the vendor's client reads: LF between lines, none at the end", () => {
    expect(
      encodeReport(read(capture), [transaction, { ...transaction, transactionReference: "52-9-2" }]),
    ).toBe(
      "transactionreference,transactionstartedtimestamp,sitereference,orderreference,baseamount\n" +
        "52-9-1000001,2026-11-22 03:28:25,test_site12345,A-77,1050\n" +
        "52-9-2,2026-11-22 03:28:25,test_site12345,A-77,1050",
    );
  });

  it("has a heading even when nothing was found", () => {
    expect(encodeReport(read("startdate=2026-11-21"), [])).toBe(
      "transactionreference,transactionstartedtimestamp,sitereference",
    );
  });

  it("quotes commas and quotes, keeps one line a line and every value exact", () => {
    const request = read("startdate=2026-11-21&optionalfields=orderreference");
    const order = (orderReference: string) =>
      encodeReport(request, [{ ...transaction, orderReference }])
        .split("\n")[1]
        ?.slice(48);
    expect(order('A,"7"')).toBe('"A,""7"""');
    expect(order("A\r\nB")).toBe("A B");
    expect(order("=1+1")).toBe("=1+1");
    expect(order("-5")).toBe("-5");
  });

  it("narrows by code and card type, and leaves unknown columns empty in their place", () => {
    const request = read(
      "errorcodes=70000&paymenttypedescriptions=VISA&optionalfields=fraudrating&optionalfields=settlemainamount&optionalfields=errorcode",
    );
    const declined = { ...transaction, outcome: "declined" } as const;
    expect(encodeReport(request, [transaction, declined, { ...declined, card: null }])).toBe(
      "transactionreference,transactionstartedtimestamp,sitereference,fraudrating,settlemainamount,errorcode\n" +
        "52-9-1000001,2026-11-22 03:28:25,test_site12345,,9.60,70000",
    );
  });
});
