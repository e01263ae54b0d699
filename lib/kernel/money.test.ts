import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  currencies,
  currencyDecimals,
  decimalsOf,
  fromMajor,
  maxMinor,
  sumOf,
  thousandthsOf,
  toMajor,
} from "@/lib/kernel/money";

const amounts = fc.record({
  minor: fc.integer({ min: 0, max: maxMinor }),
  currency: fc.constantFrom(...currencies),
});

describe("money has the decimals of ISO 4217", () => {
  it.each([
    [5800, "JPY", "5800"],
    [0, "JPY", "0"],
    [12_34, "EUR", "12.34"],
    [5, "EUR", "0.05"],
    [0, "PLN", "0.00"],
    [1_234, "KWD", "1.234"],
    [7, "KWD", "0.007"],
    [-25_00, "EUR", "-25.00"],
    [-5, "SEK", "-0.05"],
    [-1, "JPY", "-1"],
    [maxMinor, "EUR", "99999999999.99"],
  ])("%i minor units of %s are %s", (minor, currency, text) => {
    expect(toMajor({ minor, currency })).toBe(text);
  });

  it.each([
    ["5800", "5800000"],
    ["10.5", "10500"],
    ["1.234", "1234"],
    ["9999999999999", "9999999999999000"],
  ])("%s is %s thousandths, exactly", (major, thousandths) => {
    expect(thousandthsOf(major)).toBe(thousandths);
  });

  it.each([
    ["5800", "JPY", 5800],
    ["5800.00", "JPY", 5800],
    ["12.3", "EUR", 12_30],
    ["12.340", "EUR", 12_34],
    [" 7 ", "EUR", 7_00],
    ["0.007", "KWD", 7],
    ["007.5", "KWD", 7_500],
  ])("reads %s %s exactly", (text, currency, minor) => {
    expect(fromMajor(text, currency)).toEqual({ ok: true, value: { minor, currency } });
  });

  it.each([
    ["1.5", "JPY", "too_many_decimals"],
    ["1.005", "EUR", "too_many_decimals"],
    ["1.0005", "KWD", "too_many_decimals"],
    ["1", "XXX", "unknown_currency"],
    ["1", "constructor", "unknown_currency"],
    ["1", "eur", "unknown_currency"],
    ["1,5", "EUR", "not_a_number"],
    ["-1", "EUR", "not_a_number"],
    ["1e3", "EUR", "not_a_number"],
    ["", "EUR", "not_a_number"],
    [".5", "EUR", "not_a_number"],
    ["1.", "EUR", "not_a_number"],
    ["100000000000.00", "EUR", "too_large"],
    ["9".repeat(400), "EUR", "too_large"],
  ])("refuses %s %s as %s and never rounds", (text, currency, error) => {
    expect(fromMajor(text, currency)).toEqual({ ok: false, error });
  });
});

describe("money survives the way to text and back", () => {
  it("for every amount of every currency", () => {
    fc.assert(
      fc.property(amounts, (money) => {
        expect(fromMajor(toMajor(money), money.currency)).toEqual({ ok: true, value: money });
      }),
    );
  });

  it("keeps the number of decimals whatever the amount", () => {
    fc.assert(
      fc.property(amounts, (money) => {
        const [, fraction = ""] = toMajor(money).split(".");
        expect(fraction).toHaveLength(decimalsOf(money.currency));
      }),
    );
  });

  it("reads any text or refuses it, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...currencies), (text, currency) => {
        const read = fromMajor(text, currency);
        if (read.ok) expect(Number.isSafeInteger(read.value.minor)).toBe(true);
      }),
    );
  });

  it("throws on a currency that nobody checked", () => {
    expect(() => decimalsOf("XXX")).toThrow("unknown currency XXX");
    expect(() => toMajor({ minor: 1, currency: "toString" })).toThrow();
  });

  it("knows the sandbox's currencies with 0, 2 and 3 decimals", () => {
    expect(currencyDecimals).toMatchObject({ JPY: 0, EUR: 2, PLN: 2, SEK: 2, KWD: 3 });
  });
});

describe("a sum has one currency", () => {
  it("adds minor units", () => {
    const amounts = [1_00, 2_50, -50].map((minor) => ({ minor, currency: "EUR" }));
    expect(sumOf("EUR", amounts)).toEqual({ minor: 3_00, currency: "EUR" });
    expect(sumOf("JPY", [])).toEqual({ minor: 0, currency: "JPY" });
  });

  it("refuses to add across currencies", () => {
    const mixed = [
      { minor: 1, currency: "EUR" },
      { minor: 1, currency: "PLN" },
    ];
    expect(() => sumOf("EUR", mixed)).toThrow();
  });
});
