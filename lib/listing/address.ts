import { writeCursor } from "@/lib/listing/cursor";
import { defaultPageSize } from "@/lib/listing/spec";
import type { Filters, FilterValue, Listing, ListingQuery, Sort } from "@/lib/listing/spec";

function writeDays(address: URLSearchParams, name: string, value: FilterValue["days"]) {
  if (value.preset !== null) {
    address.append(name, value.preset);
    return;
  }
  if (value.first !== null) address.append("from", value.first);
  if (value.last !== null) address.append("to", value.last);
}

function writeAmount(address: URLSearchParams, name: string, value: FilterValue["amount"]) {
  if (value.min !== null) address.append(`${name}-min`, value.min);
  if (value.max !== null) address.append(`${name}-max`, value.max);
  if (value.currency !== null) address.append("currency", value.currency);
}

function writeFilter(address: URLSearchParams, name: string, kind: keyof FilterValue, value: unknown) {
  if (kind === "days") writeDays(address, name, value as FilterValue["days"]);
  else if (kind === "amount") writeAmount(address, name, value as FilterValue["amount"]);
  else for (const one of value as readonly string[]) address.append(name, one);
}

function writeSort(address: URLSearchParams, { key, direction }: Sort, newestFirst: string) {
  if (key === newestFirst && direction === "desc") return;
  address.append("sort", `${direction === "desc" ? "-" : ""}${key}`);
}

function writePage(address: URLSearchParams, page: ListingQuery["page"]) {
  if (page === null) return;
  if ("after" in page) address.append("after", writeCursor(page.after));
  else address.append("before", writeCursor(page.before));
}

/**
 * The query as address parameters; default values are left out, so the same query always has the
 * same address. `change` replaces parts; changing anything but the page goes back to page one.
 */
export function addressOf<Row, F extends Filters>(
  listing: Listing<Row, F>,
  query: ListingQuery<F>,
  change: Partial<Pick<ListingQuery<F>, "search" | "filters" | "sort" | "page" | "size" | "exact">> = {},
): URLSearchParams {
  const next = { ...query, page: Object.keys(change).length > 0 ? null : query.page, ...change };
  const address = new URLSearchParams();
  if (next.search !== null) address.append("q", next.search);
  for (const [name, filter] of Object.entries(listing.filters)) {
    const value = next.filters[name];
    if (value !== undefined) writeFilter(address, name, filter.kind, value);
  }
  writeSort(address, next.sort, listing.newestFirst);
  if (next.size !== defaultPageSize) address.append("limit", next.size.toString());
  if (next.exact) address.append("count", "exact");
  writePage(address, next.page);
  return address;
}
