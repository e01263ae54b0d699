import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

/** What of a report is kept: its head holds everything that one can say. */
export const mostKeptBytes = 256 * 1024;

export type ReportTaken = {
  readonly communicationId: string | null;
  readonly source: "smtp" | "api" | "sms";
  /** As it came; no more than `mostKeptBytes`. */
  readonly raw: Buffer;
  readonly byteCount: number;
  /** The same for the same report, however often it is sent. */
  readonly digest: string;
};

/** Keeps what came in before anybody reads it; the worker does that next. Nothing that was answered for is lost. */
export const takeReport = (actor: Actor, { communicationId, source, raw, byteCount, digest }: ReportTaken) =>
  inQuickTransaction(actor, async (tx) => {
    const reportId = newId();
    const [kept] = await tx.ask<{ id: string }>(sql`
      insert into inbound_report (merchant_id, id, communication_id, source, raw, byte_count, digest, verdict, received_at)
      values (${tx.scope}::uuid, ${reportId}::uuid, ${communicationId}::uuid, ${source}, decode(${raw.toString("hex")}, 'hex'),
        ${byteCount}::int, ${digest}, 'waiting', ${tx.now}::timestamptz)
      on conflict (merchant_id, digest) do nothing returning id`);
    if (kept === undefined) return ok({ reportId: await keptBefore(tx, digest) });
    await tx.emit("report.read", { reportId }, { key: `report:${reportId}` });
    await tx.audit("report.received", ["report", reportId], { source, byteCount });
    await tx.announce("reports", reportId);
    return ok({ reportId });
  });

async function keptBefore(tx: Writing, digest: string): Promise<string> {
  const [before] = await tx.ask<{ id: string }>(sql`
    select id from inbound_report where merchant_id = ${tx.scope}::uuid and digest = ${digest}`);
  if (before === undefined) throw new Error("a report was neither kept nor known");
  return before.id;
}
