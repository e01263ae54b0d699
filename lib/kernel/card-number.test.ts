import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cardBrand,
  isTestCard,
  looksLikeCardNumber,
  maskCardNumber,
  passesLuhn,
} from "@/lib/kernel/card-number";

const visa = "4111111111111111";

/** Digits with the check digit that makes them pass. */
const withCheckDigit = (digits: string) =>
  Array.from("0123456789")
    .map((digit) => digits + digit)
    .find((number) => passesLuhn(number)) ?? "";

const cardNumbers = fc
  .stringMatching(/^4\d{11,17}$/)
  .map(withCheckDigit)
  .filter((number) => number.length >= 13 && number.length <= 19);

describe("a full card number is recognised however it is pasted", () => {
  it.each([
    visa,
    "4111 1111 1111 1111",
    "  4111-1111-1111-1111\n",
    "4111 1111 1111 1111",
    "3782 822463 10005",
    "5555555555554444",
    "2223000048400011",
    "6011111111111117",
    "6759649826438453",
    "4222222222222",
  ])("%j", (text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it("for every number of a known scheme with a right check digit", () => {
    fc.assert(
      fc.property(cardNumbers, (number) => {
        expect(looksLikeCardNumber(number)).toBe(true);
        expect(looksLikeCardNumber(number.replace(/(.{4})/g, "$1 "))).toBe(true);
      }),
    );
  });
});

describe("what people search for is no card number", () => {
  it.each([
    ["a payment id", "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d"],
    ["an id of digits alone", "01984111-1111-7111-8111-111111111111"],
    ["a transaction reference", "12-9-1000001"],
    ["the last four digits", "1111"],
    ["a wrong check digit", "4111111111111112"],
    ["no known scheme", "0000000000000000"],
    ["an e-mail address", "eva1985@example.com"],
    ["an order reference", "A-20260301-0001"],
    ["twelve digits", "411111111117"],
    ["nothing", ""],
  ])("%s", (_what, text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  });
});

describe("schemes", () => {
  it.each([
    [visa, "visa"],
    ["5555 5555 5555 4444", "mastercard"],
    ["2720990000000007", "mastercard"],
    ["378282246310005", "amex"],
    ["30569309025904", "diners"],
    ["3530111333300000", "jcb"],
    ["6011111111111117", "discover"],
    ["6759649826438453", "maestro"],
    ["9999999999999995", null],
  ])("%s is %s", (number, brand) => {
    expect(cardBrand(number)).toBe(brand);
  });
});

describe("only published test numbers reach the gateway", () => {
  it.each([
    visa,
    "4242 4242 4242 4242",
    "5500000000000004",
    "5555555555554444",
    "378282246310005",
    "4000000000006603",
  ])("%s may", (number) => {
    expect(isTestCard(number)).toBe(true);
  });

  it.each([
    ["a number that a bank may have issued", "4539578763621486"],
    ["a wrong check digit", "4111111111111112"],
    ["letters", "4111111111111111x"],
    ["too short", "411111"],
    ["nothing", ""],
  ])("%s may not", (_what, number) => {
    expect(isTestCard(number)).toBe(false);
  });
});

describe("PCI DSS 3.4.1: first six and last four at most", () => {
  it("shows ten digits of every number and hides the rest", () => {
    fc.assert(
      fc.property(cardNumbers, (number) => {
        const masked = maskCardNumber(number);
        expect(masked).toHaveLength(number.length);
        expect(masked.replace(/\D/g, "")).toBe(number.slice(0, 6) + number.slice(-4));
      }),
    );
  });
});

describe("a card number among other words", () => {
  it.each([
    "pay 4000056655665556 now",
    "4000.0566.5566.5556",
    "4111/1111/1111/1111",
    "4000056655665556@x.example",
    "４１１１１１１１１１１１１１１１",
    "order 12 4111 1111 1111 1111 please",
  ])("is found in %s", (text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it.each([
    "01a20229-1caf-70cb-b727-b94e510c567a",
    "41111111-1111-1111-8111-111111111111",
    "000123456789012345",
    "2026-03-29 12:00",
    "A-77",
    "+31 6 1234 5678",
  ])("is not seen in %s", (text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  });
});
