import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import type { DayPreset } from "@/lib/kernel/day-preset";
import { isUuid } from "@/lib/kernel/uuid";
import { daysOfPreset, endOfDay, isLocalDay, startOfDay } from "@/lib/kernel/zoned-day";
import type { Reader } from "@/lib/listing/reader";
import { currencyOf, endsOf, presetsOf } from "@/lib/listing/spec";
import type { Labels } from "@/lib/listing/vocabulary";
import type { AmountFilter, DaysFilter, Filter, Filters, FilterValue } from "@/lib/listing/spec";

export type ParseContext = {
  readonly timezone: string;
  readonly now: Date;
  /** The reader's language, for the words of the search box. */
  readonly labels?: Labels;
};

const decimal = /^\d{1,13}(\.\d{1,3})?$/;

function readMany(reader: Reader, name: string, passes: (value: string) => boolean): string[] | undefined {
  const values: string[] = [];
  for (const value of reader.all(name)) {
    if (passes(value)) values.push(value);
    else reader.ignore(name, value, "unknown_value");
  }
  return values.length > 0 ? [...new Set(values)] : undefined;
}

type Part<F extends Filter> = {
  readonly reader: Reader;
  readonly filters: Filters;
  readonly name: string;
  readonly filter: F;
};

/** A preset says both ends; days of one's own beside it are left out and named. */
function readSpan({ reader, filters, name, filter }: Part<DaysFilter>, context: ParseContext) {
  const presets: readonly string[] = presetsOf(filter);
  const ends = endsOf(filters, name);
  const preset = reader.accepted(name, (word) => presets.includes(word)) as DayPreset | null;
  const from = reader.accepted(ends.from, isLocalDay);
  const to = reader.accepted(ends.to, isLocalDay);
  if (preset === null) return { preset: null, first: from, last: to };
  if (from !== null) reader.ignore(ends.from, from, "unknown_value");
  if (to !== null) reader.ignore(ends.to, to, "unknown_value");
  return { preset, ...daysOfPreset(preset, context.now, context.timezone) };
}

function readDays(part: Part<DaysFilter>, context: ParseContext): FilterValue["days"] | undefined {
  const chosen = readSpan(part, context);
  if (chosen.first === null && chosen.last === null) return undefined;
  return {
    ...chosen,
    from: chosen.first === null ? null : startOfDay(chosen.first, context.timezone),
    until: chosen.last === null ? null : endOfDay(chosen.last, context.timezone),
  };
}

function readAmount({ reader, filters, name, filter }: Part<AmountFilter>) {
  const isDecimal = (value: string) => decimal.test(value.replace(",", "."));
  const value: FilterValue["amount"] = {
    currency: reader.accepted(currencyOf(filters, name), (code) => filter.currencies.includes(code)),
    min: reader.accepted(`${name}-min`, isDecimal)?.replace(",", ".") ?? null,
    max: reader.accepted(`${name}-max`, isDecimal)?.replace(",", ".") ?? null,
  };
  return value.currency === null && value.min === null && value.max === null ? undefined : value;
}

/** Typed text that can be asked for; null when there is none, or what there is was refused and named. */
export function readText(reader: Reader, name: string, most: number): string | null {
  const text = reader.one(name);
  if (text === null) return null;
  // PostgreSQL has no NUL in text.
  const refused = looksLikeCardNumber(text)
    ? "card_number"
    : text.includes("\0") || text.length > most
      ? "unknown_value"
      : null;
  if (refused !== null) reader.ignore(name, "", refused);
  return refused === null ? text : null;
}

const maxTextLength = 100;

/** The value of one filter, or undefined when it is off. */
export function readFilter(reader: Reader, filters: Filters, name: string, context: ParseContext): unknown {
  const filter = filters[name];
  switch (filter?.kind) {
    case "choice":
      return readMany(reader, name, (value) => filter.values.includes(value));
    case "reference":
      return readMany(reader, name, (value) => isUuid(value.toLowerCase()));
    case "days":
      return readDays({ reader, filters, name, filter }, context);
    case "amount":
      return readAmount({ reader, filters, name, filter });
    case "text":
      return readText(reader, name, maxTextLength) ?? undefined;
    case undefined:
      return undefined;
  }
}
