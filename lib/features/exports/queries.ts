import "server-only";
import sql from "sql-template-tag";
import { toMajor, type Money } from "@/lib/kernel/money";
import type { exportListing, ExportRow } from "@/lib/features/exports/listing";
import type { ExportState } from "@/lib/features/exports/model";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";

type ExportFilters = (typeof exportListing)["filters"];
type RawExport = Omit<ExportRow, "startedAt" | "sums" | "rows"> & {
  readonly startedMs: number;
  readonly sums: readonly Money[] | null;
  readonly rows: number | null;
  readonly state: ExportState;
};

const exportSource: ListingSource<ExportRow, ExportFilters, RawExport> = {
  table: "export",
  columns: sql`r.id, (extract(epoch from r.started_at) * 1000)::bigint as "startedMs", r.actor,
    r.file_name as "fileName", r.query, r.profile, r.state, r.rows, r.sums, r.sha256`,
  joins: sql``,
  conditions: {
    state: (words) => sql`r.state = any(${[...words]})`,
    started: ({ from, until }) =>
      sql`r.started_at >= ${from ?? "-infinity"}::timestamptz and r.started_at < ${until ?? "infinity"}::timestamptz`,
  },
  search: () => sql`true`,
  sorts: {
    startedAt: {
      column: sql`r.started_at`,
      type: "timestamptz",
      valueOf: (row) => row.startedAt.toISOString(),
    },
  },
  sum: null,
  row: ({ startedMs, sums, rows, ...raw }) => ({
    ...raw,
    startedAt: new Date(startedMs),
    rows: rows ?? 0,
    sums: (sums ?? []).map((sum) => `${toMajor(sum)} ${sum.currency}`).join(", "),
  }),
};

export const { find: findExports, summarise: summariseExports, walk: walkExports } = readsOf(exportSource);
