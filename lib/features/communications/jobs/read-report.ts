import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { applyCommunicationEvent } from "@/lib/features/communications/commands/apply-event";
import { recordBounce, type Stray } from "@/lib/features/communications/commands/record-bounce";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Tx } from "@/lib/platform/tx";
import { readServiceReport, type ServiceReport } from "@/lib/wire/mail-reports/service-report";
import { readReport, type Failure, type Report } from "@/lib/wire/mail-reports/read-report";

const pageSize = 500;
const mostFailures = 50;

const select = {
  id: true,
  communicationId: true,
  source: true,
  raw: true,
  verdict: true,
  receivedAt: true,
} as const;
const at = (scope: string, id: string) => ({ where: { merchantId_id: { merchantId: scope, id } } });

type Waiting = {
  readonly id: string;
  readonly communicationId: string | null;
  readonly source: string;
  readonly raw: Uint8Array;
  readonly receivedAt: Date;
};

const readRaw = ({ source, raw }: Waiting): Promise<ServiceReport> | ServiceReport =>
  source === "smtp"
    ? readReport(Buffer.from(raw)).then((report) => ({ report, channel: "email", websiteId: null }))
    : readServiceReport(Buffer.from(raw));

const bounceSources = { smtp: "report", api: "api", sms: "sms" } as const;
const sourceOf = (source: string) =>
  source === "api" || source === "sms" ? bounceSources[source] : bounceSources.smtp;

/** The return path knows better than a report whom we wrote to; where several failed, each has its own row. */
function addressed(
  failures: readonly Failure[],
  ours: string | null,
): readonly (Failure & { address: string })[] {
  const named = failures.map((one) => ({
    ...one,
    address: (failures.length === 1 ? ours : null) ?? one.address ?? ours ?? "",
  }));
  const byAddress = new Map(named.map((one) => [one.address.toLowerCase(), one]));
  return [...byAddress.values()].slice(0, mostFailures);
}

type Failed = Extract<Report, { readonly failures: unknown }> & { readonly stray: Stray };
type Message = { readonly id: string; readonly state: string; readonly addressee: string };

const readMessage = (tx: Tx, id: string | null): Promise<Message | null> =>
  id === null
    ? Promise.resolve(null)
    : tx.db.communication.findUnique({
        ...at(tx.scope, id),
        select: { id: true, state: true, addressee: true },
      });

async function bookFailures(
  tx: Tx,
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

/** Books what the report says; the remark is what stands in the list of reports. */
async function book(tx: Tx, waiting: Waiting, report: Report, stray: Stray): Promise<string> {
  const message = await readMessage(tx, waiting.communicationId);
  if ("failures" in report) return bookFailures(tx, waiting, message, { ...report, stray });
  if (report.verdict === "delivered" && message !== null)
    await applyCommunicationEvent(tx, message, "deliver", { reason: report.remark });
  return report.remark;
}

const clean = (text: string) => text.replace(/\p{Cc}+/gu, " ").slice(0, 500);

/** Only one of two workers finds it waiting. */
async function holdWaiting(tx: Tx, id: string): Promise<boolean> {
  const held = await tx.db.$queryRaw<unknown[]>`
    select 1 from inbound_report
    where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid and verdict = 'waiting' for no key update`;
  return held.length === 1;
}

const againMs = 2_000;
const longestWaitMs = 10 * 60_000;

/** A report may be quicker than our own note that the message went out. */
async function isTooEarly(tx: Tx, { id, communicationId, receivedAt }: Waiting): Promise<boolean> {
  const message = await readMessage(tx, communicationId);
  if (message?.state !== "sending" || tx.now.getTime() - receivedAt.getTime() > longestWaitMs) return false;
  const runAt = new Date(tx.now.getTime() + againMs);
  await tx.emit("report.read", { reportId: id }, { runAt, key: `report:${id}` });
  return true;
}

async function readOne(actor: Actor, reportId: string): Promise<void> {
  const waiting = await reading(actor.scope, (db) =>
    db.inboundReport.findUnique({ ...at(actor.scope, reportId), select }),
  );
  if (waiting?.verdict !== "waiting") return;
  const { report, ...stray } = await readRaw(waiting);
  await inTransaction(actor, async (tx) => {
    if (!(await holdWaiting(tx, reportId))) return ok("read_before");
    if (await isTooEarly(tx, waiting)) return ok("waits");
    const remark = clean(await book(tx, waiting, report, stray));
    await tx.db.inboundReport.update({
      ...at(tx.scope, reportId),
      data: { verdict: report.verdict, remark, readAt: tx.now },
      select: { id: true },
    });
    await tx.announce("reports", reportId);
    return ok("read");
  });
}

/** What came in about a message, read once. */
export async function readInboundReport(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("report.read", payload);
  await readOne(actor, ids.reportId);
}

/** Reports that a lost job left behind. */
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
  for (const { id } of waiting) await readOne(actor, id);
}
