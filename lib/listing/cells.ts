import type { Locale } from "@/lib/kernel/locale";
import { decimalsOf, type Money } from "@/lib/kernel/money";
import type { CellKind, CellValue, Column, Filters, Listing } from "@/lib/listing/spec";

/** A value as the screen shows it. Pairs: money is figure and currency, an instant is short and exact, a coded value is code and detail,
 * a status with a note both. */
export type Cell = string | null | readonly [string, string];
export type FormattedRow = { readonly id: string; readonly cells: readonly Cell[] };

export type CellFormat = {
  readonly money: (money: Money) => readonly [string, string];
  /** Short for a dense list, exact with seconds and offset. */
  readonly instant: (instant: Date) => readonly [string, string];
  readonly day: (day: string) => string;
  readonly count: (count: number) => string;
  /** "in 38 minutes". */
  readonly ahead: (seconds: number) => string;
};

/** The region whose habits of dates and figures go with a language. */
export const regions: Readonly<Record<Locale, string>> = {
  en: "en-GB",
  nl: "nl-NL",
  de: "de-DE",
  fi: "fi-FI",
  pl: "pl-PL",
};

const aheadUnits = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** In the largest unit that there is one of. */
function aheadIn(words: Intl.RelativeTimeFormat, seconds: number): string {
  const [unit, size] = aheadUnits.find(([, length]) => Math.abs(seconds) >= length) ?? aheadUnits[3];
  return words.format(Math.trunc(seconds / size), unit);
}

const realMinus = (text: string) => text.replace("-", "\u2212");

function makeFormat(locale: Locale, timezone: string): CellFormat {
  const region = regions[locale];
  const grouped = { useGrouping: "always" } as unknown as Intl.NumberFormatOptions;
  const byDecimals = [0, 2, 3].map((digits) => {
    const options = { ...grouped, minimumFractionDigits: digits, maximumFractionDigits: digits };
    return [digits, new Intl.NumberFormat(region, options)] as const;
  });
  const figures = new Map<number, Intl.NumberFormat>(byDecimals);
  const whole = new Intl.NumberFormat(region, grouped);
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const short = new Intl.DateTimeFormat(region, { ...date, ...clock, timeZone: timezone });
  const exact = new Intl.DateTimeFormat(region, {
    ...date,
    ...clock,
    second: "2-digit",
    timeZone: timezone,
    timeZoneName: "shortOffset",
  });
  const relative = new Intl.RelativeTimeFormat(region);
  const localDay = new Intl.DateTimeFormat(region, { ...date, timeZone: "UTC" });
  return {
    money: ({ minor, currency }) => {
      const decimals = decimalsOf(currency);
      const text = figures.get(decimals)?.format(minor / 10 ** decimals) ?? "";
      return [realMinus(text), currency];
    },
    instant: (instant) => [short.format(instant), exact.format(instant)],
    day: (day) => localDay.format(new Date(`${day}T12:00:00Z`)),
    count: (count) => realMinus(whole.format(count)),
    ahead: (seconds) => aheadIn(relative, seconds),
  };
}

const made = new Map<string, CellFormat>();

/** Formatters are costly to make and safe to share: one set for each language and zone. */
export function cellFormat(locale: Locale, timezone: string): CellFormat {
  const key = `${locale} ${timezone}`;
  const known = made.get(key);
  if (known) return known;
  const format = makeFormat(locale, timezone);
  made.set(key, format);
  return format;
}

/** "25.00 EUR", as sentences want it. */
export const moneyText = (format: CellFormat, money: Money): string => format.money(money).join("\u00a0");

const renderers: {
  [K in CellKind]: (value: CellValue[K], format: CellFormat) => Cell;
} = {
  text: (value) => value,
  id: (value) => value,
  status: (value) => value,
  day: (value, format) => value && format.day(value),
  coded: (value) => value && [value.code, value.detail ?? ""],
  money: (value, format) => value && format.money(value),
  instant: (value, format) => value && format.instant(value),
  count: (value, format) => format.count(value),
  due: (value, format) =>
    value && [
      `${format.ahead(value.inSeconds)} \u00b7 ${String(value.done)}/${String(value.all)}`,
      format.instant(value.at)[1],
    ],
};

/** The cells of a row in the order of the listing's columns: page and live updates send the same. */
export function formatRow<Row extends { readonly id: string }, F extends Filters>(
  listing: Listing<Row, F>,
  row: Row,
  format: CellFormat,
): FormattedRow {
  const cells = listing.columns.map((column: Column<Row>): Cell => {
    const render = renderers[column.kind] as (value: unknown, format: CellFormat) => Cell;
    const cell = render(row[column.key], format);
    const note = column.note === undefined ? null : (row[column.note] as CellValue["status"]);
    return typeof cell === "string" && note !== null ? [cell, note] : cell;
  });
  return { id: row.id, cells };
}
