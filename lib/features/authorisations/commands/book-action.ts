import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { noPhase } from "@/lib/features/authorisations/commands/begin-renewals";
import { successCode, type Called } from "@/lib/features/authorisations/commands/book-renewals";
import {
  lockChain,
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
  type Step,
} from "@/lib/features/authorisations/commands/chain-rows";
import { finishOperations } from "@/lib/features/authorisations/commands/operations";
import {
  cancelPaymentOf,
  capturePaymentOf,
  lockPayment,
  uncapturePaymentOf,
} from "@/lib/features/authorisations/commands/payment-events";
import type { Change, RenewalSetting } from "@/lib/features/authorisations/model";
import {
  afterCapture,
  afterFailedAction,
  afterReversal,
  afterUncapture,
} from "@/lib/features/chain-moves/model";
import { failureOf } from "@/lib/features/renewals/model";
import { settingsInForce } from "@/lib/platform/chains";
import { recordExchange } from "@/lib/platform/exchanges";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

export type ChainOutcome = {
  readonly outcome: "done" | "refused" | "unknown";
  /** The single operation; its hex is the XID. Null where the gateway was not asked. */
  readonly operationId: string | null;
  /** The reservation it was about; its hex is the PayID. */
  readonly payOperationId: string;
  readonly minor: number;
  /** Eight characters (domain.md 3.6). */
  readonly code: string;
  readonly text: string;
};

type Open = { readonly row: ChainRow; readonly setting: RenewalSetting };

function nextOf({ row, setting }: Open, now: Date): Result<Change, "not_allowed_now"> {
  if (row.phase === "uncapturing") return afterUncapture(row, setting);
  if (row.phase === "reversing") return afterReversal(row);
  const { phaseMinor: minor, phaseFinish: finish, phaseFinal: isFinal } = row;
  return afterCapture(row, setting, { kind: "capture", minor, finish, isFinal }, now);
}

async function bookOnPayment(tx: Writing, { row }: Open, { event, next }: Change): Promise<void> {
  const payment = await lockPayment(tx, row.paymentId);
  if (event === "reverse") await cancelPaymentOf(tx, payment, "reversed");
  else if (event === "uncapture" || event === "uncapture_stopped")
    await uncapturePaymentOf(tx, payment, next.capturedMinor);
  else await capturePaymentOf(tx, payment, next.capturedMinor);
}

const base = (row: ChainRow) => ({
  operationId: row.phaseOperationId,
  payOperationId: row.liveOperationId ?? row.paymentId,
});

async function bookDone(tx: Writing, open: Open, reference: string): Promise<ChainOutcome> {
  const { row } = open;
  const change = nextOf(open, tx.now);
  if (!change.ok) throw new Error(`an answer met a chain that is ${row.state}`);
  const { event, next } = change.value;
  const isReleased = event === "reverse";
  const after: ChainRow = {
    ...{ ...row, ...next, ...noPhase },
    ...(isReleased ? { liveReference: null } : {}),
    lastReference: row.phase === "capturing" ? reference : null,
  };
  await writeChains(tx, [after]);
  const step: Step = {
    ...{ event, paymentId: row.paymentId, fromState: row.state, toState: next.state },
    ...{ amountMinor: row.phaseMinor, code: successCode, text: "success" },
    reason: next.stopReason === row.stopReason ? null : next.stopReason,
  };
  await writeSteps(tx, [{ ...step, ...base(row) }]);
  await bookOnPayment(tx, open, change.value);
  return { outcome: "done", ...base(row), minor: row.phaseMinor, code: successCode, text: "success" };
}

/** CT-10: what the gateway refuses stops the renewals. */
async function bookRefused(tx: Writing, { row }: Open, answerCode: string): Promise<ChainOutcome> {
  const { code, text } = failureOf(answerCode);
  const stopped = afterFailedAction(row);
  const next = stopped.ok ? stopped.value.next : row;
  await writeChains(tx, [{ ...row, ...next, ...noPhase }]);
  const step: Step = {
    ...{ event: "refuse", paymentId: row.paymentId, fromState: row.state, toState: next.state },
    ...{ amountMinor: row.phaseMinor, code, text, reason: row.phase },
  };
  await writeSteps(tx, [{ ...step, ...base(row) }]);
  return { outcome: "refused", ...base(row), minor: row.phaseMinor, code, text };
}

/** U6: the call stays open and is asked about. */
async function bookUnknown(tx: Writing, { row }: Open): Promise<ChainOutcome> {
  const heldUntil = nextInquiryAt(tx.now, row.inquiries);
  await writeChains(tx, [{ ...row, inquiries: row.inquiries + 1, heldUntil }]);
  return { outcome: "unknown", ...base(row), minor: row.phaseMinor, code: "60000000", text: "Pending" };
}

function bookAnswer(tx: Writing, open: Open, { answer }: Called["reply"]): Promise<ChainOutcome> {
  switch (answer.outcome) {
    case "approved":
      return bookDone(tx, open, answer.reference);
    case "declined":
    case "failed":
      return bookRefused(tx, open, answer.code);
    case "pending":
    case "unknown":
    case "not_found":
      return bookUnknown(tx, open);
  }
}

/** Books the gateway's word about a capture or a reversal, once. */
export const bookAction = (
  actor: Actor,
  called: Called,
  correlationId: string,
): Promise<Result<ChainOutcome, "settled_before">> =>
  inQuickTransaction(
    actor,
    async (tx) => {
      const { paymentId, phaseOperationId: operationId } = called.row;
      const row = await lockChain(tx, paymentId);
      if (row === null || operationId === null || row.phaseOperationId !== operationId)
        return err("settled_before");
      await recordExchange(tx, called.reply.exchange, { paymentId });
      await finishOperations(tx, [{ operationId, reply: called.reply }]);
      const setting = settingOf(await settingsInForce(tx), row);
      const outcome = await bookAnswer(tx, { row, setting }, called.reply);
      await tx.audit("authorisation.answered", ["payment", paymentId], {
        ...{ phase: row.phase, outcome: outcome.outcome, code: outcome.code },
      });
      return ok(outcome);
    },
    { correlationId },
  );
