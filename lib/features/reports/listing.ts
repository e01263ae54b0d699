import { choice, days, listing } from "@/lib/listing/spec";
import { reportSources } from "@/lib/features/reports/model";
import { reportVerdicts, type ReportVerdict } from "@/lib/kernel/bounces";

export type ReportRow = {
  readonly id: string;
  readonly receivedAt: Date;
  readonly source: (typeof reportSources)[number];
  readonly verdict: ReportVerdict;
  /** Of the message that it is about. */
  readonly addressee: string | null;
  readonly remark: string | null;
  readonly bytes: number;
  readonly readAt: Date | null;
};

/** What came in about our messages; what nobody could read is kept and stands here too. */
export const reportListing = listing<ReportRow>()({
  name: "reports",
  permission: "messages:read",
  exportPermission: "payments:export",
  detailPath: "/reports/[id]",
  newestFirst: "receivedAt",
  searchable: true,
  columns: [
    { key: "receivedAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "source", kind: "status" },
    { key: "verdict", kind: "status" },
    { key: "addressee", kind: "text" },
    { key: "remark", kind: "text" },
    { key: "bytes", kind: "count" },
    { key: "readAt", kind: "instant", optional: true },
  ],
  filters: {
    verdict: choice(reportVerdicts),
    source: choice(reportSources),
    received: days(),
  },
});
