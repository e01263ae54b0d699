import { expect, it } from "vitest";
import { balance, delayMs, durationMs, failureStatus, moneyFrom, times } from "./values";

it("reads durations", () => {
  expect([durationMs("7d"), durationMs("250ms"), delayMs("10m")]).toEqual([604_800_000, 250, 600_000]);
});

it("reads balances", () => {
  expect([balance("0"), balance("1250"), balance("endless")]).toEqual([{ minor: 0 }, { minor: 1250 }, null]);
});

it.each([
  ["status", () => failureStatus("200"), "Write a whole number from 300 to 599."],
  ["count", () => times("0"), "Write a whole number from 1 to 999999999."],
  ["delay", () => delayMs("11m"), "Write a duration of at most 10m."],
  ["amount below zero", () => moneyFrom("-5", "EUR"), "The amount must be above zero."],
  ["amount of zero", () => moneyFrom("0", "EUR"), "The amount must be above zero."],
  ["amount", () => moneyFrom("ten", "EUR"), "The amount must be a number like 12.50."],
  ["currency", () => moneyFrom("5", "ZZZ"), "The currency is not one that the portal knows"],
])("refuses a wrong %s with its own reason", (_what, read, sentence) => {
  expect(read).toThrow(sentence);
});
