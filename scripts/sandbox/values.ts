import { InvalidArgumentError } from "commander";
import { fromMajor, type Money } from "@/lib/kernel/money";
import { Problem } from "@/scripts/start/problem";

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads `7d`, `12h`, `30m`, `90s` or `250ms` as milliseconds. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text);
  const unit = units[match?.[2] ?? ""];
  if (match === null || unit === undefined)
    throw new InvalidArgumentError("Write a duration like 7d, 12h, 30m, 90s or 250ms.");
  return Math.round(Number(match[1]) * unit);
}

export function instant(text: string): Date {
  const read = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(read.getTime())) {
    throw new InvalidArgumentError("Write an instant like 2026-03-01T12:00:00Z.");
  }
  return read;
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Write a whole number above zero.");
  return Number(text);
}

const sentences = {
  unknown_currency: "The currency is not one that the portal knows, such as EUR or JPY.",
  not_a_number: "The amount must be a number like 12.50.",
  too_many_decimals: "The amount has more decimals than its currency.",
  too_large: "The amount is too large.",
} as const;

/** Reads major units, such as 12.50. */
export function moneyFrom(amount: string, currency: string): Money {
  const money = fromMajor(amount, currency.toUpperCase());
  if (!money.ok) throw new Problem(sentences[money.error]);
  if (money.value.minor === 0) throw new Problem("The amount must be above zero.");
  return money.value;
}
