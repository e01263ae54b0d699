import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok, type Result } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction } from "@/lib/platform/tx";

/** What of a report is kept: its head holds everything that one can say. */
export const mostKeptBytes = 256 * 1024;

export type ReportTaken = {
  readonly communicationId: string | null;
  readonly source: "smtp" | "api" | "sms";
  /** As it came; no more than `mostKeptBytes`. */
  readonly raw: Buffer;
  readonly byteCount: number;
};

/** Keeps what came in before anybody reads it; the worker does that next. Nothing that was answered for is lost. */
export const takeReport = (
  actor: Actor,
  { communicationId, source, raw, byteCount }: ReportTaken,
): Promise<Result<{ readonly reportId: string }, never>> =>
  inQuickTransaction(actor, async (tx) => {
    const reportId = newId();
    await tx.tell(sql`
      insert into inbound_report (merchant_id, id, communication_id, source, raw, byte_count, verdict, received_at)
      values (${tx.scope}::uuid, ${reportId}::uuid, ${communicationId}::uuid, ${source}, ${raw}::bytea, ${byteCount}::int,
        'waiting', ${tx.now}::timestamptz)`);
    await tx.emit("report.read", { reportId }, { key: `report:${reportId}` });
    await tx.audit("report.received", ["report", reportId], { source, byteCount });
    await tx.announce("reports", reportId);
    return ok({ reportId });
  });
