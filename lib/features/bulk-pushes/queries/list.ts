import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { ListingQuery } from "@/lib/listing/spec";
import type { bulkPushListing, BulkPushRow } from "@/lib/features/bulk-pushes/listing";
import { findByIds, findPage, walkRows } from "@/lib/platform/listing-rows";
import { summarise } from "@/lib/platform/listing-summary";
import type { ListingSource } from "@/lib/platform/listing-source";

type BulkFilters = (typeof bulkPushListing)["filters"];
type Query = ListingQuery<BulkFilters>;

type RawBulk = Omit<BulkPushRow, "createdAt" | "finishedAt"> & {
  readonly createdMs: number;
  readonly finishedMs: number | null;
};

const bulkSource: ListingSource<BulkPushRow, BulkFilters, RawBulk> = {
  table: "push_bulk",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as "createdMs", r.state, r.listing as list,
    r.planned, r.accepted, r.refused, r.skipped, r.actor as by,
    (extract(epoch from r.finished_at) * 1000)::bigint as "finishedMs"`,
  joins: sql``,
  conditions: {
    state: (words) => sql`r.state = any(${[...words]})`,
    list: (words) => sql`r.listing = any(${[...words]})`,
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
  },
  search: () => sql`true`,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
  },
  sum: null,
  row: ({ createdMs, finishedMs, ...raw }) => ({
    ...raw,
    by: raw.by.replace(/^user:/, ""),
    createdAt: new Date(createdMs),
    finishedAt: finishedMs === null ? null : new Date(finishedMs),
  }),
};

export const findBulkPushes = (scope: MerchantScope, query: Query) => findPage(scope, bulkSource, query);
export const summariseBulkPushes = (scope: MerchantScope, query: Query) =>
  summarise(scope, bulkSource, query);
export const walkBulkPushes = (
  scope: MerchantScope,
  query: Query,
  take: (rows: readonly BulkPushRow[]) => Promise<void>,
) => walkRows(scope, bulkSource, query, take);

/** Changed bulk pushes for an open page: all of `ids`, and which of them match the query. */
export async function findChangedBulkPushes(scope: MerchantScope, query: Query, ids: readonly string[]) {
  const [rows, matching] = await Promise.all([
    findByIds(scope, bulkSource, ids, null),
    findByIds(scope, bulkSource, ids, query),
  ]);
  return { rows, matching: new Set(matching.map((row) => row.id)) };
}
