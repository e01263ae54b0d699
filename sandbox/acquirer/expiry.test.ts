import { expect, it } from "vitest";
import { expiryPattern, isExpired } from "./expiry";

const noon = new Date("2026-03-01T12:00:00Z");

it.each([
  ["12/2020", true],
  ["12/20", true],
  ["02/26", true],
  ["03/26", false],
  ["03/2026", false],
  ["12/30", false],
])("judges %s", (expiry, expected) => {
  expect(isExpired(expiry, noon)).toBe(expected);
});

it("lets a card live to the last instant of its month", () => {
  expect(isExpired("12/26", new Date("2026-12-31T23:59:59.999Z"))).toBe(false);
  expect(isExpired("12/26", new Date("2027-01-01T00:00:00Z"))).toBe(true);
});

it.each(["13/30", "1230", "12/1930", "1/30"])("knows that %s is no expiry", (text) => {
  expect(text).not.toMatch(expiryPattern);
});
