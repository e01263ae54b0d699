import { InvalidArgumentError } from "commander";
import { isTestCard } from "@/lib/kernel/card-number";
import { fromMajor, type Money } from "@/lib/kernel/money";
import { expiryPattern } from "@/sandbox/acquirer/expiry";
import { failureStatuses, longestDelayMs, mostTimes } from "@/sandbox/complaint";
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

function wholeNumber(text: string, from: number, to: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= from && number <= to) return number;
  throw new InvalidArgumentError(`Write a whole number from ${from} to ${to}.`);
}

export const settleStatus = (text: string): number => wholeNumber(text, 0, 2);
export const times = (text: string): number => wholeNumber(text, 1, mostTimes);
export const failureStatus = (text: string): number =>
  wholeNumber(text, failureStatuses.from, failureStatuses.to);

/** What the acquirer pays refunds from; null never runs dry. */
export const balance = (text: string): { minor: number } | null =>
  text === "endless" ? null : { minor: wholeNumber(text, 0, mostTimes) };

/** A duration that the parts of the sandbox are ready to wait. */
export function delayMs(text: string): number {
  const read = durationMs(text);
  if (read > longestDelayMs)
    throw new InvalidArgumentError(`Write a duration of at most ${longestDelayMs / 60_000}m.`);
  return read;
}

const matching = (pattern: RegExp, sentence: string) => (text: string) => {
  if (!pattern.test(text)) throw new InvalidArgumentError(sentence);
  return text;
};
export const expiry = matching(expiryPattern, "Write an expiry like 12/30 or 12/2030.");
export const securityCode = matching(/^\d{3,4}$/, "Write 3 or 4 digits.");
export const day = matching(/^\d{4}-\d{2}-\d{2}$/, "Write a day like 2026-12-01.");
export const country = matching(/^[A-Z]{2}$/, "Write a country like NL.");

export function testCard(text: string): string {
  if (isTestCard(text)) return text;
  throw new InvalidArgumentError("Only published test cards are taken, such as 4111111111111111.");
}

const sentences = {
  unknown_currency: "The currency is not one that the portal knows, such as EUR or JPY.",
  not_a_number: "The amount must be a number like 12.50.",
  too_many_decimals: "The amount has more decimals than its currency.",
  too_large: "The amount is too large.",
} as const;

/** Reads major units, such as 12.50. */
export function moneyFrom(amount: string, currency: string): Money {
  if (amount.trim().startsWith("-")) throw new Problem("The amount must be above zero.");
  const money = fromMajor(amount, currency.toUpperCase());
  if (!money.ok) throw new Problem(sentences[money.error]);
  if (money.value.minor === 0) throw new Problem("The amount must be above zero.");
  return money.value;
}
