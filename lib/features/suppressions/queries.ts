import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { suppressionListing, SuppressionRow } from "@/lib/features/suppressions/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type SuppressionFilters = (typeof suppressionListing)["filters"];

type RawSuppression = {
  id: string;
  created_ms: number;
  address: string;
  channel: SuppressionRow["channel"];
  cause: SuppressionRow["cause"];
  lifted_ms: number | null;
  lifted_by: string | null;
  lift_reason: string | null;
};

const toRow = (raw: RawSuppression): SuppressionRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  address: raw.address,
  channel: raw.channel,
  cause: raw.cause,
  state: raw.lifted_ms === null ? "active" : "lifted",
  liftedAt: raw.lifted_ms === null ? null : new Date(raw.lifted_ms),
  // `user:Eva` is Eva.
  liftedBy: raw.lifted_by?.replace(/^[a-z]+:/, "") ?? null,
  liftReason: raw.lift_reason,
});

/** An id, or a whole address or number. */
function search(text: string): Condition {
  const lower = text.trim().toLowerCase();
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, sql`r.bounce_id = ${lower}::uuid`] };
  return sql`r.address = any(${[lower, lower.replace(/[\s().-]/g, "")]})`;
}

const states: Readonly<Record<string, Sql>> = {
  active: sql`r.lifted_at is null`,
  lifted: sql`r.lifted_at is not null`,
};

const suppressionSource: ListingSource<SuppressionRow, SuppressionFilters, RawSuppression> = {
  table: "suppression",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, r.address, r.channel, r.cause,
    (extract(epoch from r.lifted_at) * 1000)::bigint as lifted_ms, r.lifted_by, r.lift_reason`,
  joins: sql``,
  conditions: {
    state: (words) => ({ anyOf: words.map((word) => states[word] ?? sql`false`) }),
    cause: (words) => ({ anyOf: words.map((word) => sql`r.cause = ${word}`) }),
    channel: (words) => ({ anyOf: words.map((word) => sql`r.channel = ${word}`) }),
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
  },
  sum: null,
  row: toRow,
};

export const {
  find: findSuppressions,
  summarise: summariseSuppressions,
  walk: walkSuppressions,
} = readsOf(suppressionSource);
