import { isDayPreset } from "@/lib/kernel/day-preset";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { daysOfPreset, endOfDay, isLocalDay, startOfDay } from "@/lib/kernel/zoned-day";
import { readCursor } from "@/lib/listing/cursor";
import { defaultPageSize, maxPageSize } from "@/lib/listing/spec";
import type {
  AmountFilter,
  CellKind,
  ChoiceFilter,
  Filter,
  Filters,
  FilterValue,
  FilterValues,
  Ignored,
  Listing,
  ListingQuery,
  Sort,
} from "@/lib/listing/spec";

export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;
export type ParseContext = { readonly timezone: string; readonly now: Date };

/** Reads each parameter once and remembers which were understood. */
class Reader {
  readonly ignored: Ignored[] = [];
  private readonly known = new Set<string>();

  private readonly parameters: Parameters;

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  all(name: string): string[] {
    this.known.add(name);
    const value = this.parameters[name];
    const list = value === undefined ? [] : typeof value === "string" ? [value] : [...value];
    return list.filter((text) => text.trim() !== "");
  }

  /** The last one wins, as in HTML forms that repeat a field. */
  one(name: string): string | null {
    return this.all(name).at(-1)?.trim() ?? null;
  }

  /** The value if it passes; otherwise it is left out and named. */
  accepted(name: string, passes: (value: string) => boolean): string | null {
    const value = this.one(name);
    if (value === null || passes(value)) return value;
    this.ignore(name, value, "unknown_value");
    return null;
  }

  ignore(parameter: string, value: string, reason: Ignored["reason"]) {
    this.ignored.push({ parameter, value: looksLikeCardNumber(value) ? "" : value, reason });
  }

  ignoreTheRest() {
    for (const [name, value] of Object.entries(this.parameters)) {
      if (this.known.has(name) || value === undefined) continue;
      const values = [value].flat().filter((text) => !looksLikeCardNumber(text));
      this.ignore(name, values.join(", "), "unknown_parameter");
    }
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const decimal = /^\d{1,13}(\.\d{1,3})?$/;

function readMany(reader: Reader, name: string, passes: (value: string) => boolean): string[] | undefined {
  const values: string[] = [];
  for (const value of reader.all(name)) {
    if (passes(value)) values.push(value);
    else reader.ignore(name, value, "unknown_value");
  }
  return values.length > 0 ? [...new Set(values)] : undefined;
}

/** A preset says both ends; days of one's own beside it are left out and named. */
function readSpan(reader: Reader, name: string, context: ParseContext) {
  const preset = reader.accepted(name, isDayPreset);
  const from = reader.accepted("from", isLocalDay);
  const to = reader.accepted("to", isLocalDay);
  if (preset === null || !isDayPreset(preset)) return { preset: null, first: from, last: to };
  if (from !== null) reader.ignore("from", from, "unknown_value");
  if (to !== null) reader.ignore("to", to, "unknown_value");
  return { preset, ...daysOfPreset(preset, context.now, context.timezone) };
}

function readDays(reader: Reader, name: string, context: ParseContext): FilterValue["days"] | undefined {
  const chosen = readSpan(reader, name, context);
  if (chosen.first === null && chosen.last === null) return undefined;
  return {
    ...chosen,
    from: chosen.first === null ? null : startOfDay(chosen.first, context.timezone),
    until: chosen.last === null ? null : endOfDay(chosen.last, context.timezone),
  };
}

function readAmount(reader: Reader, name: string, filter: AmountFilter): FilterValue["amount"] | undefined {
  const isDecimal = (value: string) => decimal.test(value.replace(",", "."));
  const value = {
    currency: reader.accepted("currency", (code) => filter.currencies.includes(code)),
    min: reader.accepted(`${name}-min`, isDecimal)?.replace(",", ".") ?? null,
    max: reader.accepted(`${name}-max`, isDecimal)?.replace(",", ".") ?? null,
  };
  return value.currency === null && value.min === null && value.max === null ? undefined : value;
}

function readFilter(reader: Reader, name: string, filter: Filter, context: ParseContext) {
  switch (filter.kind) {
    case "choice":
      return readMany(reader, name, (value) => (filter satisfies ChoiceFilter).values.includes(value));
    case "reference":
      return readMany(reader, name, (value) => uuid.test(value));
    case "days":
      return readDays(reader, name, context);
    case "amount":
      return readAmount(reader, name, filter);
  }
}

function readSort<Row, F extends Filters>(reader: Reader, listing: Listing<Row, F>): Sort {
  const standard: Sort = { key: listing.newestFirst, direction: "desc" };
  const sortable = listing.columns.filter((column) => column.sortable).map((column) => column.key as string);
  const text = reader.accepted("sort", (value) => sortable.includes(value.replace(/^-/, "")));
  if (text === null) return standard;
  return { key: text.replace(/^-/, ""), direction: text.startsWith("-") ? "desc" : "asc" };
}

const sortKind = <Row, F extends Filters>(listing: Listing<Row, F>, { key }: Sort): CellKind =>
  listing.columns.find((column) => column.key === key)?.kind ?? "instant";

/** A place on another sort's way is no place here: left out and named. */
function readPage(reader: Reader, kind: CellKind): ListingQuery["page"] {
  for (const name of ["after", "before"] as const) {
    const text = reader.one(name);
    if (text === null) continue;
    const cursor = readCursor(text, kind);
    if (cursor !== null) return name === "after" ? { after: cursor } : { before: cursor };
    reader.ignore(name, text, "bad_cursor");
  }
  return null;
}

const maxSearchLength = 200;

function readSearch(reader: Reader, searchable: boolean): string | null {
  if (!searchable) return null;
  const text = reader.one("q");
  if (text === null) return null;
  if (looksLikeCardNumber(text)) {
    reader.ignore("q", "", "card_number");
    return null;
  }
  // PostgreSQL has no NUL in text.
  if (text.includes("\0") || text.length > maxSearchLength) {
    reader.ignore("q", "", "unknown_value");
    return null;
  }
  return text;
}

function readSize(reader: Reader): number {
  const text = reader.accepted("limit", (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1);
  return text === null ? defaultPageSize : Math.min(Number(text), maxPageSize);
}

/**
 * Turns an address into a typed query. What it does not understand it leaves out and names in
 * `ignored`; it never fails. Callers for whom leaving out would widen the effect must refuse when
 * `ignored` is not empty.
 */
export function parseListing<Row, F extends Filters>(
  listing: Listing<Row, F>,
  parameters: Parameters,
  context: ParseContext,
): ListingQuery<F> {
  const reader = new Reader(parameters);
  const filters: Record<string, unknown> = {};
  for (const [name, filter] of Object.entries(listing.filters)) {
    const value = readFilter(reader, name, filter, context);
    if (value !== undefined) filters[name] = value;
  }
  const sort = readSort(reader, listing);
  const query = {
    search: readSearch(reader, listing.searchable),
    filters: filters as FilterValues<F>,
    sort,
    page: readPage(reader, sortKind(listing, sort)),
    size: readSize(reader),
    exact: reader.accepted("count", (value) => value === "exact") !== null,
    timezone: context.timezone,
  };
  reader.ignoreTheRest();
  return { ...query, ignored: reader.ignored };
}
