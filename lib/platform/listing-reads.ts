import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Filters, ListingQuery } from "@/lib/listing/spec";
import { findByIds, findPage, walkRows } from "@/lib/platform/listing-rows";
import type { ListingSource } from "@/lib/platform/listing-source";
import { summarise } from "@/lib/platform/listing-summary";

type Row = { readonly id: string };

/** What a list asks of its source. */
export const readsOf = <R extends Row, F extends Filters, Raw extends pg.QueryResultRow>(
  source: ListingSource<R, F, Raw>,
) => ({
  find: (scope: MerchantScope, query: ListingQuery<F>) => findPage(scope, source, query),
  summarise: (scope: MerchantScope, query: ListingQuery<F>) => summarise(scope, source, query),
  walk: (scope: MerchantScope, query: ListingQuery<F>, take: (rows: readonly R[]) => Promise<void>) =>
    walkRows(scope, source, query, take),
  /** Changed rows for an open list: all of `ids`, and which of them match the query. */
  changed: async (scope: MerchantScope, query: ListingQuery<F>, ids: readonly string[]) => {
    const [rows, matching] = await Promise.all([
      findByIds(scope, source, ids, null),
      findByIds(scope, source, ids, query),
    ]);
    return { rows, matching: new Set(matching.map((row) => row.id)) };
  },
});
