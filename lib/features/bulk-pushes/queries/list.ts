import "server-only";
import sql from "sql-template-tag";
import type { bulkPushListing, BulkPushRow } from "@/lib/features/bulk-pushes/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";

type BulkFilters = (typeof bulkPushListing)["filters"];

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

export const {
  find: findBulkPushes,
  summarise: summariseBulkPushes,
  walk: walkBulkPushes,
  changed: findChangedBulkPushes,
} = readsOf(bulkSource);
