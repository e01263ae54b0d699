import type { Locale } from "@/lib/kernel/locale";
import { decimalsOf, toMajor, type Money } from "@/lib/kernel/money";

/** English is written as in Europe. */
const regionOf = (locale: Locale) => (locale === "en" ? "en-GB" : locale);

const amounts = new Map<string, Intl.NumberFormat>();

export function amountText(locale: Locale, money: Money): string {
  const key = `${locale} ${money.currency}`;
  const digits = decimalsOf(money.currency);
  const format =
    amounts.get(key) ??
    new Intl.NumberFormat(regionOf(locale), {
      style: "currency",
      currency: money.currency,
      minimumFractionDigits: digits,
    });
  amounts.set(key, format);
  // As a decimal text: no amount passes through a binary fraction.
  return format.format(toMajor(money) as Intl.StringNumericLiteral);
}

const days = new Map<Locale, Intl.DateTimeFormat>();

export function dayText(locale: Locale, day: string): string {
  const format =
    days.get(locale) ?? new Intl.DateTimeFormat(regionOf(locale), { dateStyle: "long", timeZone: "UTC" });
  days.set(locale, format);
  return format.format(new Date(`${day}T00:00:00Z`));
}

const times = new Map<string, Intl.DateTimeFormat>();

export function timeText(locale: Locale, instant: string, timezone: string): string {
  const key = `${locale} ${timezone}`;
  const format =
    times.get(key) ??
    new Intl.DateTimeFormat(regionOf(locale), {
      ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
      timeZone: timezone,
      timeZoneName: "short",
    });
  times.set(key, format);
  return format.format(new Date(instant));
}

/** Signs that end a line, steer a terminal or turn the direction of writing have no place in a header or a sentence. */
export const plainLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, " ").trim();
