import { cellFormat, moneyText, regions } from "@/lib/listing/cells";
import type { Locale } from "@/lib/kernel/locale";
import { fromMajor, toMajor, type Money } from "@/lib/kernel/money";

export type Reader = { readonly locale: Locale; readonly timezone: string };

/** How forms write values, on the server and in the browser alike. */
export function moveWriting({ locale, timezone }: Reader) {
  const moment = new Intl.DateTimeFormat(regions[locale], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: timezone,
    timeZoneName: "short",
  });
  const format = cellFormat(locale, timezone);
  return {
    money: (money: Money) => moneyText(format, money),
    /** To the minute, with the zone. */
    at: (instant: Date) => moment.format(instant),
  };
}

/** Puts values into a text of the catalogue: `{amount}` and the like. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);

/** As the reader would type it: without groups, with the decimal separator of the language. */
export function typedAs(money: Money, locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.1);
  return toMajor(money).replace(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
}

/** What was typed, or null while it is no amount above zero. */
export function readAmount(text: string, currency: string): Money | null {
  const parsed = fromMajor(text.replace(",", "."), currency);
  return parsed.ok && parsed.value.minor > 0 ? parsed.value : null;
}
