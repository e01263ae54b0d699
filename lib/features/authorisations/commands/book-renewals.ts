import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { afterNight, berlinDay } from "@/lib/kernel/nights";
import { ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import {
  beginAuthorisation,
  noPhase,
  type Begun,
} from "@/lib/features/authorisations/commands/begin-renewals";
import {
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
  type Step,
} from "@/lib/features/authorisations/commands/chain-rows";
import { finishOperations, startOperations } from "@/lib/features/authorisations/commands/operations";
import type { RenewalKind, RenewalSetting } from "@/lib/features/authorisations/model";
import { afterRenewal, failureOf, type RenewalFailure } from "@/lib/features/renewals/model";
import { settingsInForce } from "@/lib/platform/chains";
import { recordExchanges } from "@/lib/platform/exchanges";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

export type Called = { readonly row: ChainRow; readonly reply: GatewayReply<InquiryAnswer> };
type Fresh = Called & { readonly kind: RenewalKind; readonly setting: RenewalSetting };
type Failed = { readonly row: ChainRow; readonly failure: RenewalFailure; readonly setting: RenewalSetting };

/** What one answer leads to. `begun`: the next call, which is stored with it. */
type Booked = {
  readonly row: ChainRow;
  readonly begun?: Begun;
  readonly step?: Step;
  readonly failed?: Failed;
};

export const successCode = "00000000";

const stepOf = (before: ChainRow, row: ChainRow, now: Date) => ({
  paymentId: row.paymentId,
  fromState: before.state,
  toState: row.state,
  operationId: before.phaseOperationId,
  night: berlinDay(now),
});

/** The old reservation is gone: nothing is reserved until the next answer. */
function released({ row, kind, setting }: Fresh, now: Date): Booked {
  const bare = { ...row, reservedMinor: 0, reservedUntil: null, liveReference: null };
  const begun = beginAuthorisation(bare, kind, setting, now);
  const amountMinor = row.reservedMinor;
  const step = {
    ...stepOf(row, bare, now),
    event: "release",
    amountMinor,
    payOperationId: row.liveOperationId,
  };
  return { row: begun.row, begun, step: step as Step };
}

function mustChange<T>(change: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!change.ok) throw new Error(`a renewal met a chain that is ${change.error}`);
  return change.value;
}

function reserved({ row, kind, setting }: Fresh, reference: string, now: Date): Booked {
  const { event, next } = mustChange(
    afterRenewal(row, setting, { kind, answer: { outcome: "approved" }, now }),
  );
  const after: ChainRow = {
    ...{ ...row, ...next, ...noPhase },
    ...{ liveOperationId: row.phaseOperationId, liveReference: reference },
    ...{ lastCode: successCode, lastText: "success", lastAnswerAt: now },
  };
  const step = { ...stepOf(row, after, now), event, amountMinor: next.reservedMinor };
  return {
    row: after,
    step: { ...step, payOperationId: row.phaseOperationId, code: successCode, text: "success" },
  };
}

function refused({ row, kind, setting }: Fresh, answerCode: string, now: Date): Booked {
  const failure = failureOf(answerCode);
  const isReleased = row.phase === "unreserved";
  const { event, next } = mustChange(
    afterRenewal(row, setting, { kind, answer: { outcome: "refused", failure, isReleased }, now }),
  );
  const { code, text } = failure;
  const after = { ...row, ...next, ...noPhase, lastCode: code, lastText: text, lastAnswerAt: now };
  const step = { ...stepOf(row, after, now), event, reason: next.stopReason, amountMinor: row.phaseMinor };
  return {
    row: after,
    step: { ...step, payOperationId: row.liveOperationId, code, text },
    failed: { row, failure, setting },
  };
}

/** U6: nobody knows. The call stays open, and is asked about later. */
const unanswered = ({ row }: Fresh, now: Date): Booked => ({
  row: { ...row, inquiries: row.inquiries + 1, heldUntil: nextInquiryAt(now, row.inquiries) },
});

function bookOne(fresh: Fresh, now: Date): Booked {
  const { answer } = fresh.reply;
  switch (answer.outcome) {
    case "approved":
      return fresh.row.phase === "releasing" ? released(fresh, now) : reserved(fresh, answer.reference, now);
    case "declined":
    case "failed":
      return refused(fresh, answer.code, now);
    case "pending":
    case "unknown":
    case "not_found":
      return unanswered(fresh, now);
  }
}

type OpenCall = { readonly paymentId: string; readonly operationId: string | null };

const lockOpen = (tx: Writing, ids: readonly string[]): Promise<OpenCall[]> =>
  tx.ask<OpenCall>(sql`
    select c.payment_id as "paymentId", c.phase_operation_id as "operationId" from authorisation_chain c
    where c.merchant_id = ${tx.scope}::uuid and c.payment_id = any(${[...ids]}::uuid[])
    order by c.payment_id for no key update`);

/**
 * Only answers to the call that is open still: whoever comes second changes nothing. Nothing else about a chain changes
 * while its call is open, so that it need not be read again.
 */
async function lockCalled(tx: Writing, called: readonly Called[]): Promise<Fresh[]> {
  const byId = new Map(called.map((one) => [one.row.paymentId, one]));
  const open = await lockOpen(tx, [...byId.keys()]);
  const settings = await settingsInForce(tx);
  return open.flatMap(({ paymentId, operationId }) => {
    const one = byId.get(paymentId);
    const kind = one?.row.phaseKind ?? null;
    if (one === undefined || kind === null || operationId !== one.row.phaseOperationId) return [];
    return [{ ...one, kind, setting: settingOf(settings, one.row) }];
  });
}

const reportWaitMs = 60_000;

/** CT-20: the file is written when the run is over. */
async function reportSoon(tx: Writing): Promise<void> {
  const runAt = afterNight(new Date(tx.now.getTime() + reportWaitMs));
  const night = berlinDay(tx.now);
  await tx.emit("authorisations.report", { night }, { runAt, key: `chain-report:${tx.scope}:${night}` });
}

/** CT-16: a line of the failure notice; who is told by e-mail hears of it from the outbox. */
async function writeFailures(tx: Writing, failed: readonly Failed[]): Promise<void> {
  if (failed.length === 0) return;
  const rows = failed.map(({ row, failure: { code, text }, setting }) => ({
    ...{ id: newId(), paymentId: row.paymentId, websiteId: row.websiteId, currency: row.currency },
    ...{ kind: row.phaseKind === "splitting" ? "splitting" : "renewal", minor: row.phaseMinor },
    ...{ transId: row.transId, refNr: row.refNr, code, text, notice: setting.failureNotice },
    payId: (row.liveOperationId ?? row.paymentId).replaceAll("-", ""),
  }));
  await tx.tell(sql`
    insert into renewal_failure (merchant_id, id, payment_id, website_id, night, kind, currency, amount_minor, trans_id,
      ref_nr, pay_id, code, text, notice, at)
    select ${tx.scope}::uuid, f.id, f."paymentId", f."websiteId", ${berlinDay(tx.now)}::date, f.kind, f.currency, f.minor,
      f."transId", f."refNr", f."payId", f.code, f.text, f.notice, ${tx.now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as f (id uuid, "paymentId" uuid, "websiteId" uuid, kind text,
      currency text, minor bigint, "transId" text, "refNr" text, "payId" text, code text, text text, notice text)`);
  for (const { id, notice } of rows)
    if (notice === "email") await tx.emit("renewal.failed", { failureId: id });
  if (rows.some(({ notice }) => notice === "batch")) await reportSoon(tx);
}

/** The payment's own word about its reservation follows the live one. */
async function movePayments(tx: Writing, rows: readonly ChainRow[]): Promise<void> {
  const renewed = rows.filter(({ reservedUntil, phase }) => phase === null && reservedUntil !== null);
  if (renewed.length === 0) return;
  const ends = renewed.map(({ paymentId, reservedUntil }) => ({ paymentId, reservedUntil }));
  const ids = renewed.map(({ paymentId }) => paymentId);
  await tx.tell(sql`
    update payment p set reserved_until = a."reservedUntil"
    from json_to_recordset(${JSON.stringify(ends)}::json) as a ("paymentId" uuid, "reservedUntil" timestamptz)
    where p.merchant_id = ${tx.scope}::uuid and p.id = any(${ids}::uuid[]) and p.id = a."paymentId"
      and p.reserved_until is distinct from a."reservedUntil"`);
}

const rowsOf = (booked: readonly Booked[]) => booked.map(({ row }) => row);

async function writeBooked(tx: Writing, fresh: readonly Fresh[], booked: readonly Booked[]): Promise<void> {
  await recordExchanges(
    tx,
    fresh.map(({ row: { paymentId, websiteId }, reply: { exchange } }) => ({
      ...{ correlationId: tx.correlationId, subject: { paymentId, websiteId }, exchange },
    })),
  );
  await finishOperations(
    tx,
    fresh.map(({ row, reply }) => ({ operationId: row.phaseOperationId ?? "", reply })),
  );
  await startOperations(
    tx,
    booked.flatMap(({ begun }) => (begun === undefined ? [] : [begun.wish])),
  );
  const rows = rowsOf(booked);
  const isGoingOn = ({ begun }: Booked) => begun !== undefined;
  await writeChains(tx, rowsOf(booked.filter(isGoingOn)), "release");
  await writeChains(tx, rowsOf(booked.filter((one) => !isGoingOn(one))));
  await writeSteps(
    tx,
    booked.flatMap(({ step }) => step ?? []),
  );
  const failed = booked.flatMap((one) => one.failed ?? []);
  await writeFailures(tx, failed);
  await movePayments(tx, rows);
  await tx.audit("authorisations.renewed", ["merchant", tx.scope], {
    answers: booked.length,
    failed: failed.length,
  });
}

/** Books answers about renewals with statements over all of them; gives those whose next call is to be made. */
export async function bookRenewals(
  actor: Actor,
  called: readonly Called[],
  correlationId: string,
): Promise<readonly ChainRow[]> {
  if (called.length === 0) return [];
  const done = await inQuickTransaction(
    actor,
    async (tx) => {
      const fresh = await lockCalled(tx, called);
      const booked = fresh.map((one) => bookOne(one, tx.now));
      if (booked.length > 0) await writeBooked(tx, fresh, booked);
      return ok(booked.flatMap(({ begun }) => (begun === undefined ? [] : [begun.row])));
    },
    { correlationId },
  );
  return done.value;
}
