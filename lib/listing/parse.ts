import { readCursor } from "@/lib/listing/cursor";
import { readFilter, readText, type ParseContext } from "@/lib/listing/parse-filter";
import { Reader } from "@/lib/listing/reader";
import { understand } from "@/lib/listing/search-box";
import { defaultPageSize, maxPageSize } from "@/lib/listing/spec";
import type { CellKind, Filters, FilterValues, Listing, ListingQuery, Sort } from "@/lib/listing/spec";
import { noLabels, type Labels } from "@/lib/listing/vocabulary";

export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

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

const maxBoxLength = 500;
const maxSearchLength = 200;

/** Operators become parameters, as if they had been written into the address; what is left is searched for. */
function readSearch<Row, F extends Filters>(
  reader: Reader,
  listing: Listing<Row, F>,
  labels: Labels,
): Pick<ListingQuery, "search" | "verbatim"> {
  const typed = listing.searchable ? readText(reader, "q", maxBoxLength) : null;
  if (typed === null) return { search: null, verbatim: false };
  const { text, verbatim, meanings, unknown } = understand(listing, typed, labels);
  for (const { add, replaces } of meanings) reader.add(add, replaces);
  for (const { parameter, value, reason } of unknown) reader.ignore(parameter, value, reason);
  const fits = text === null || text.length <= maxSearchLength;
  if (!fits) reader.ignore("q", "", "unknown_value");
  return fits ? { search: text, verbatim } : { search: null, verbatim: false };
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
  const { search, verbatim } = readSearch(reader, listing, context.labels ?? noLabels);
  const filters: Record<string, unknown> = {};
  for (const name of Object.keys(listing.filters)) {
    const value = readFilter(reader, listing.filters, name, context);
    if (value !== undefined) filters[name] = value;
  }
  const sort = readSort(reader, listing);
  const query = {
    search,
    verbatim,
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
