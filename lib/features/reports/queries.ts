import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { reportListing, ReportRow } from "@/lib/features/reports/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";
import { reading } from "@/lib/platform/tx";

type ReportFilters = (typeof reportListing)["filters"];

type RawReport = {
  id: string;
  received_ms: number;
  source: ReportRow["source"];
  verdict: ReportRow["verdict"];
  addressee: string | null;
  remark: string | null;
  byte_count: number;
  read_ms: number | null;
};

const toRow = (raw: RawReport): ReportRow => ({
  id: raw.id,
  receivedAt: new Date(raw.received_ms),
  source: raw.source,
  verdict: raw.verdict,
  addressee: raw.addressee,
  remark: raw.remark,
  bytes: raw.byte_count,
  readAt: raw.read_ms === null ? null : new Date(raw.read_ms),
});

/** An id, or the whole address of the message that it is about. */
function search(text: string): Condition {
  const lower = text.trim().toLowerCase();
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, sql`r.communication_id = ${lower}::uuid`] };
  return sql`r.communication_id in
    (select c.id from communication c where c.merchant_id = r.merchant_id and c.address = ${lower})`;
}

const reportSource: ListingSource<ReportRow, ReportFilters, RawReport> = {
  table: "inbound_report",
  columns: sql`r.id, (extract(epoch from r.received_at) * 1000)::bigint as received_ms, r.source, r.verdict,
    c.addressee, r.remark, r.byte_count, (extract(epoch from r.read_at) * 1000)::bigint as read_ms`,
  joins: sql`left join lateral
    (select addressee from communication where merchant_id = r.merchant_id and id = r.communication_id limit 1) c on true`,
  conditions: {
    verdict: (words) => ({ anyOf: words.map((word) => sql`r.verdict = ${word}`) }),
    source: (words) => ({ anyOf: words.map((word) => sql`r.source = ${word}`) }),
    received: ({ from, until }) =>
      sql`r.received_at >= ${from ?? "-infinity"}::timestamptz and r.received_at < ${until ?? "infinity"}::timestamptz`,
  },
  search,
  sorts: {
    receivedAt: {
      column: sql`r.received_at`,
      type: "timestamptz",
      valueOf: (row) => row.receivedAt.toISOString(),
    },
  },
  sum: null,
  row: toRow,
};

export const { find: findReports, summarise: summariseReports, walk: walkReports } = readsOf(reportSource);

/** One report as it came; null for absent, foreign, or no id at all. */
export async function getReport(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const at = { where: { merchantId_id: { merchantId: scope, id } } };
    const report = await db.inboundReport.findUnique(at);
    if (report === null) return null;
    const bounces = await db.bounce.findMany({
      where: { merchantId: scope, reportId: id },
      select: { id: true, addressee: true, reason: true },
    });
    return { ...report, bounces };
  });
}
