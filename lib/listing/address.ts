import { writeCursor } from "@/lib/listing/cursor";
import { inBox } from "@/lib/listing/search-box";
import { currencyOf, defaultPageSize, endsOf } from "@/lib/listing/spec";
import type { Filters, FilterValue, Listing, ListingQuery, Sort } from "@/lib/listing/spec";

type Writer = { readonly address: URLSearchParams; readonly filters: Filters; readonly name: string };

function writeDays({ address, filters, name }: Writer, value: FilterValue["days"]) {
  if (value.preset !== null) {
    address.append(name, value.preset);
    return;
  }
  const { from, to } = endsOf(filters, name);
  if (value.first !== null) address.append(from, value.first);
  if (value.last !== null) address.append(to, value.last);
}

function writeAmount({ address, filters, name }: Writer, value: FilterValue["amount"]) {
  if (value.min !== null) address.append(`${name}-min`, value.min);
  if (value.max !== null) address.append(`${name}-max`, value.max);
  if (value.currency !== null) address.append(currencyOf(filters, name), value.currency);
}

function writeMany({ address, name }: Writer, values: readonly string[]) {
  for (const value of values) address.append(name, value);
}

const writers: { readonly [K in keyof FilterValue]: (writer: Writer, value: FilterValue[K]) => void } = {
  choice: writeMany,
  reference: writeMany,
  days: writeDays,
  amount: writeAmount,
  text: ({ address, name }, value) => address.append(name, value),
};

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
  if (next.search !== null) address.append("q", inBox(next.search, next.verbatim));
  for (const [name, filter] of Object.entries(listing.filters)) {
    const value: unknown = next.filters[name];
    const write = writers[filter.kind] as (writer: Writer, value: unknown) => void;
    if (value !== undefined) write({ address, filters: listing.filters, name }, value);
  }
  writeSort(address, next.sort, listing.newestFirst);
  if (next.size !== defaultPageSize) address.append("limit", next.size.toString());
  if (next.exact) address.append("count", "exact");
  writePage(address, next.page);
  return address;
}
