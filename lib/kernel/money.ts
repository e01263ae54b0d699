import { err, ok, type Result } from "@/lib/kernel/result";

/** Whole minor units (cents, yen, fils) and an ISO 4217 code. */
export type Money = { readonly minor: number; readonly currency: string };

/** Digits after the point by ISO 4217; the portal refuses a currency that is not here. */
export const currencyDecimals: Readonly<Record<string, 0 | 2 | 3>> = {
  BHD: 3,
  CHF: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HUF: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  NOK: 2,
  OMR: 3,
  PLN: 2,
  RON: 2,
  SEK: 2,
  TND: 3,
  USD: 2,
};
export const currencies = Object.keys(currencyDecimals);

export const isCurrency = (code: string): boolean => Object.hasOwn(currencyDecimals, code);

/** @throws on a currency that `isCurrency` refuses: callers check input first. */
export function decimalsOf(currency: string): number {
  const decimals = isCurrency(currency) ? currencyDecimals[currency] : undefined;
  if (decimals === undefined) throw new Error(`unknown currency ${currency}`);
  return decimals;
}

/** The amount in major units as plain decimal text: 1234 KWD minor is "1.234", 5800 JPY is "5800". */
export function toMajor({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Plain decimal text of at most three decimals as whole thousandths, exact beyond a double: "10.5" is "10500". */
export function thousandthsOf(major: string): string {
  const [whole = "", fraction = ""] = major.split(".");
  return whole + fraction.padEnd(3, "0");
}

/** Reads major units with a point. Too many decimals is a refusal, never a rounding. */
export function fromMajor(
  text: string,
  currency: string,
): Result<Money, "unknown_currency" | "not_a_number" | "too_many_decimals" | "too_large"> {
  if (!isCurrency(currency)) return err("unknown_currency");
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return err("not_a_number");
  const decimals = decimalsOf(currency);
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return err("too_many_decimals");
  const minor = Number(`${match[1] ?? ""}${fraction.padEnd(decimals, "0")}`);
  return minor <= maxMinor ? ok({ minor, currency }) : err("too_large");
}

/** The widest amount of the vendors' fields: numeric(13) (TP 1.1). */
export const maxMinor = 9_999_999_999_999;

/** The sum of amounts of one currency. @throws when an amount of another currency is among them. */
export function sumOf(currency: string, amounts: readonly Money[]): Money {
  if (amounts.some((amount) => amount.currency !== currency)) throw new Error("a sum has one currency");
  return { minor: amounts.reduce((sum, { minor }) => sum + minor, 0), currency };
}
