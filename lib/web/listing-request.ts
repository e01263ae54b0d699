import { parseListing, type Parameters } from "@/lib/listing/parse";
import type { Filters, Listing, ListingQuery } from "@/lib/listing/spec";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { now } from "@/lib/platform/clock";

export const parametersOf = (search: URLSearchParams): Parameters =>
  Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));

/** The query of an address, read now, in the merchant's zone. */
export const readListing = <Row, F extends Filters>(
  listing: Listing<Row, F>,
  parameters: Parameters,
  timezone: string,
): ListingQuery<F> => parseListing(listing, parameters, { timezone, now: now() });

/** The local day of a zone. */
export const todayIn = (timezone: string): string => localDayOf(now(), timezone);
export const openedAt = (): Date => now();
