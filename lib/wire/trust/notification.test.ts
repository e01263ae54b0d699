import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { TrustTransaction } from "@/lib/wire/trust/answer";
import { notificationBody, signedNotification } from "@/lib/wire/trust/notification";

const transaction: TrustTransaction = {
  type: "AUTH",
  transactionReference: "52-9-1000001",
  parentTransactionReference: null,
  siteReference: "test_site12345",
  orderReference: "ą ż&é",
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
const body = notificationBody(transaction, { request: "R-1", notification: "N-1" });

it("tells the fields of domain.md 1.5.3 as a form", () => {
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    accounttypedescription: "ECOM",
    acquirerresponsecode: "00",
    authcode: "TEST36",
    baseamount: "1050",
    currencyiso3a: "GBP",
    errorcode: "0",
    maskedpan: "411111######1111",
    orderreference: "ą ż&é",
    paymenttypedescription: "VISA",
    requestreference: "R-1",
    requesttypedescription: "AUTH",
    settlebaseamount: "960",
    settleduedate: "2026-11-22",
    settlestatus: "2",
    sitereference: "test_site12345",
    transactionreference: "52-9-1000001",
    transactionstartedtimestamp: "2026-11-22 03:28:25",
    notificationreference: "N-1",
  });
});

it("is signed over all values in the order of their names, without its own reference, and the password", () => {
  const signed = new URLSearchParams(signedNotification(body, "s3cret"));
  const text =
    "ECOM00TEST361050GBP0411111######1111ą ż&éVISAR-1AUTH9602026-11-222test_site1234552-9-10000012026-11-22 03:28:25s3cret";
  expect(signed.get("responsesitesecurity")).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  expect(signed.get("notificationreference")).toBe("N-1");
  expect(signedNotification(body, "s3cret").startsWith(body)).toBe(true);
});

it("changes with the key and with every value", () => {
  const hash = (text: string, key: string) =>
    new URLSearchParams(signedNotification(text, key)).get("responsesitesecurity");
  expect(hash(body, "other")).not.toBe(hash(body, "s3cret"));
  expect(hash(body.replace("1050", "9050"), "s3cret")).not.toBe(hash(body, "s3cret"));
});
