import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { applyCommunicationEvent } from "@/lib/features/communications/commands/apply-event";
import { recordBounce, type Stray } from "@/lib/features/communications/commands/record-bounce";
import { askOnce } from "@/lib/platform/conversation";
import { claim } from "@/lib/platform/outbox";
import { inQuickTransaction, reading, type Writing } from "@/lib/platform/tx";
import { readServiceReport, type ServiceReport } from "@/lib/wire/mail-reports/service-report";
import { readReport, type Failure, type Report } from "@/lib/wire/mail-reports/read-report";

const pageSize = 500;
const mostFailures = 50;

type Waiting = {
  readonly id: string;
  readonly communicationId: string | null;
  readonly source: string;
  readonly raw: Buffer;
  readonly receivedAt: Date;
};

const readRaw = ({ source, raw }: Waiting): Promise<ServiceReport> | ServiceReport =>
  source === "smtp"
    ? readReport(raw).then((report) => ({ report, channel: "email", websiteId: null }))
    : readServiceReport(raw);

const bounceSources = { smtp: "report", api: "api", sms: "sms" } as const;
const sourceOf = (source: string) =>
  source === "api" || source === "sms" ? bounceSources[source] : bounceSources.smtp;

/** PostgreSQL keeps no NUL. */
const plain = (address: string) => address.replace(/[\p{Cc}\p{Cs}]+/gu, "");

/** The return path knows better than a report whom we wrote to; where several failed, each has its own row. */
function addressed(
  failures: readonly Failure[],
  ours: string | null,
): readonly (Failure & { address: string })[] {
  const named = failures.map((one) => ({
    ...one,
    address: plain((failures.length === 1 ? ours : null) ?? one.address ?? ours ?? ""),
  }));
  const byAddress = new Map(named.map((one) => [one.address.toLowerCase(), one]));
  return [...byAddress.values()].slice(0, mostFailures);
}

type Failed = Extract<Report, { readonly failures: unknown }> & { readonly stray: Stray };
type Message = { readonly id: string; readonly state: string; readonly addressee: string };

async function readMessage(tx: Writing, id: string | null): Promise<Message | null> {
  if (id === null) return null;
  const [message] = await tx.ask<Message>(sql`
    select id, state, addressee from communication where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid`);
  return message ?? null;
}

async function bookFailures(
  tx: Writing,
  waiting: Waiting,
  message: Message | null,
  told: Failed,
): Promise<string> {
  const failures = addressed(told.failures, message?.addressee ?? null);
  const isComplaint = told.verdict === "complaint";
  const common = {
    at: waiting.receivedAt,
    source: sourceOf(waiting.source),
    reportId: waiting.id,
    isComplaint,
  };
  for (const { address, code, reason } of failures)
    await recordBounce(tx, message, { ...common, addressee: address, reason, code }, told.stray);
  return failures[0]?.reason ?? "";
}

type Read = { readonly report: Report; readonly message: Message | null; readonly stray: Stray };

/** Books what the report says; the remark is what stands in the list of reports. */
async function book(tx: Writing, waiting: Waiting, { report, message, stray }: Read): Promise<string> {
  if ("failures" in report) return bookFailures(tx, waiting, message, { ...report, stray });
  if (report.verdict === "delivered" && message !== null)
    await applyCommunicationEvent(tx, message, "deliver", { reason: report.remark });
  return report.remark;
}

const clean = (text: string) => text.replace(/\p{Cc}+/gu, " ").slice(0, 500);

/** Only one of two workers finds it waiting. */
async function holdWaiting(tx: Writing, id: string): Promise<boolean> {
  const held = await tx.ask(sql`
    select 1 from inbound_report
    where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid and verdict = 'waiting' for no key update`);
  return held.length === 1;
}

const againMs = 2_000;
const longestWaitMs = 10 * 60_000;

/** A report may be quicker than our own note that the message went out. */
async function isTooEarly(tx: Writing, { id, receivedAt }: Waiting, message: Message | null) {
  if (message?.state !== "sending" || tx.now.getTime() - receivedAt.getTime() > longestWaitMs) return false;
  const runAt = new Date(tx.now.getTime() + againMs);
  await tx.emit("report.read", { reportId: id }, { runAt, key: `report:${id}` });
  return true;
}

async function readOne(actor: Actor, reportId: string): Promise<void> {
  const [waiting] = await askOnce<Waiting>(
    actor.scope,
    sql`select id, communication_id as "communicationId", source, raw, received_at as "receivedAt" from inbound_report
        where merchant_id = current_merchant() and id = ${reportId}::uuid and verdict = 'waiting'`,
  );
  if (waiting === undefined) return;
  const { report, ...stray } = await readRaw(waiting);
  await inQuickTransaction(actor, async (tx) => {
    if (!(await holdWaiting(tx, reportId))) return ok("read_before");
    const message = await readMessage(tx, waiting.communicationId);
    if (await isTooEarly(tx, waiting, message)) return ok("waits");
    const remark = clean(await book(tx, waiting, { report, message, stray }));
    await tx.tell(sql`
      update inbound_report set verdict = ${report.verdict}, remark = ${remark}, read_at = ${tx.now}::timestamptz
      where merchant_id = ${tx.scope}::uuid and id = ${reportId}::uuid`);
    await tx.announce("reports", reportId);
    return ok("read");
  });
}

/** What came in about a message, read once. */
export async function readInboundReport(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("report.read", payload);
  await readOne(actor, ids.reportId);
}

/** Reports that a lost job left behind. One that cannot be booked keeps no other waiting. */
export async function readWaitingReports(payload: unknown): Promise<void> {
  const { actor } = claim("reports.wake", payload);
  const waiting = await reading(actor.scope, (db) =>
    db.inboundReport.findMany({
      where: { merchantId: actor.scope, verdict: "waiting" },
      orderBy: { receivedAt: "asc" },
      take: pageSize,
      select: { id: true },
    }),
  );
  const problems: unknown[] = [];
  for (const { id } of waiting) await readOne(actor, id).catch((problem: unknown) => problems.push(problem));
  if (problems.length > 0) throw new AggregateError(problems, "reports were left waiting");
}
