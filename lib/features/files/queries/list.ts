import "server-only";
import sql from "sql-template-tag";
import { toMajor } from "@/lib/kernel/money";
import type { fileListing, FileRow } from "@/lib/features/files/listing";
import type { FileTotal } from "@/lib/features/files/model";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";

type FileFilters = (typeof fileListing)["filters"];
type RawFile = Omit<FileRow, "createdAt" | "finishedAt" | "sums" | "totals"> & {
  readonly createdMs: number;
  readonly finishedMs: number | null;
  readonly sums: readonly FileTotal[];
};

const fileSource: ListingSource<FileRow, FileFilters, RawFile> = {
  table: "handed_file",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as "createdMs", r.name, r.kind, r.phase,
    r.row_count as rows, r.done_count as done, r.failed_count as failed, r.sums, r.source, r.actor as by,
    (extract(epoch from r.finished_at) * 1000)::bigint as "finishedMs"`,
  joins: sql``,
  conditions: {
    kind: (words) => sql`r.kind = any(${[...words]})`,
    phase: (words) => sql`r.phase = any(${[...words]})`,
    source: (words) => sql`r.source = any(${[...words]})`,
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
  row: ({ createdMs, finishedMs, sums, ...raw }) => ({
    ...raw,
    by: raw.by.replace(/^user:/, ""),
    totals: sums,
    sums: sums.map((sum) => `${toMajor(sum)} ${sum.currency}`).join(", "),
    createdAt: new Date(createdMs),
    finishedAt: finishedMs === null ? null : new Date(finishedMs),
  }),
};

export const {
  find: findFiles,
  summarise: summariseFiles,
  walk: walkFiles,
  changed: findChangedFiles,
} = readsOf(fileSource);
