import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyPaymentEvent, applySettleEvent } from "@/lib/features/payments/commands/apply-event";
import { finishOperation, openOutcomes, startOperation } from "@/lib/features/payments/commands/operations";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import {
  decideCapture,
  isReservationOver,
  type Capturable,
  type CaptureRefusal,
} from "@/lib/features/settlement/model";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayAnswer, GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const secondsBeforeRetry = 60;
const dayMs = 24 * 3_600_000;

type Wish = {
  readonly paymentId: string;
  /** Minor units; null: the whole. Only for what a person or a shop captures by hand. */
  readonly minor?: number | null;
  readonly correlationId?: string;
};

type Started = {
  readonly operationId: string;
  readonly authorisationReference: string;
  readonly amount: Money;
};

const columns = {
  id: true,
  status: true,
  settleStatus: true,
  captureMode: true,
  method: true,
  gatewayReference: true,
  amountMinor: true,
  settleMinor: true,
  settleDueDate: true,
  reservedUntil: true,
  currency: true,
  chain: { select: { state: true } },
} as const;

export const readCaptured = (tx: Tx, paymentId: string) =>
  tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
    select: columns,
  });
export type CapturedPayment = Awaited<ReturnType<typeof readCaptured>>;

const runningCapture = (tx: Tx, paymentId: string) =>
  tx.db.operation.findFirst({
    where: { merchantId: tx.scope, paymentId, kind: "capture", outcome: { in: openOutcomes } },
    select: { id: true, amountMinor: true, heldUntil: true },
  });

const askAgain = (tx: Tx, paymentId: string, runAt: Date) =>
  tx.emit("payment.capture", { paymentId }, { runAt, key: `capture:${paymentId}` });

/** The safety net of a payment that is captured right after its authorisation. */
export const captureSoon = (tx: Tx, paymentId: string) =>
  askAgain(tx, paymentId, new Date(tx.now.getTime() + secondsBeforeRetry * 1000));

/** Opens a capture, or finds the one that is open and repeats it under the same key. */
export async function openCapture(tx: Tx, payment: CapturedPayment, minor: number) {
  const running = await runningCapture(tx, payment.id);
  if (running?.heldUntil) return err("settling_now" as const);
  const { currency } = payment;
  if (running)
    return ok({ operationId: running.id, amount: { minor: Number(running.amountMinor), currency } });
  const amount = { minor, currency };
  if (payment.settleStatus !== 10) {
    const handed = await applySettleEvent(tx, payment, "capture", { columns: { settleMinor: minor } });
    if (!handed.ok) return handed;
  }
  return ok({
    operationId: await startOperation(tx, { paymentId: payment.id, kind: "capture", amount }),
    amount,
  });
}

/** What `decideCapture` asks about. */
export const capturableOf = (payment: CapturedPayment, now: Date): Capturable => ({
  settleStatus: payment.settleStatus,
  isOver: isReservationOver(payment, now),
  hasChain: payment.chain !== null,
  captureMode: payment.captureMode,
  settleMinor: Number(payment.settleMinor),
  amountMinor: Number(payment.amountMinor),
});

/** What a person asks for is decided; what is under way already was. */
function wantedMinor(payment: CapturedPayment, wish: Wish, now: Date) {
  if (payment.status === "authorised" && payment.settleStatus === 10) return ok(Number(payment.settleMinor));
  return decideCapture(capturableOf(payment, now), wish.minor ?? null);
}

/** What must still be so under the lock. */
type Check<E extends string> = (payment: CapturedPayment) => Result<unknown, E>;
const anyPayment = () => ok("as it is");

async function lockAndCheck<E extends string>(tx: Tx, paymentId: string, check: Check<E>) {
  if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
  const payment = await readCaptured(tx, paymentId);
  const checked = check(payment);
  return checked.ok ? ok(payment) : checked;
}

/** A repeat goes on with what is under way; what has ended, and a payment that is held again, stay as they are. */
async function decideStart(tx: Tx, payment: CapturedPayment, isRepeat: boolean) {
  const isHandedOver = payment.status === "authorised" && payment.settleStatus === 10;
  if (!isRepeat) return isHandedOver ? err("settling_now") : ok("new");
  return isHandedOver || (await runningCapture(tx, payment.id)) ? ok("repeat") : err("not_allowed_now");
}

const start = <E extends string>(actor: Actor, wish: Wish, isRepeat: boolean, check: Check<E>) =>
  inTransaction(
    actor,
    async (tx) => {
      const { paymentId } = wish;
      const locked = await lockAndCheck(tx, paymentId, check);
      if (!locked.ok) return locked;
      const payment = locked.value;
      const started = await decideStart(tx, payment, isRepeat);
      if (!started.ok) return started;
      const minor = wantedMinor(payment, wish, tx.now);
      if (!minor.ok) return minor;
      if (payment.gatewayReference === null) return err("not_authorised");
      const opened = await openCapture(tx, payment, minor.value);
      if (!opened.ok) return opened;
      await askAgain(tx, paymentId, new Date(tx.now.getTime() + secondsBeforeRetry * 1000));
      const { operationId, amount } = opened.value;
      await tx.audit("payment.capture_sent", ["payment", paymentId], { operationId, ...amount });
      return ok<Started>({ operationId, amount, authorisationReference: payment.gatewayReference });
    },
    wish.correlationId === undefined ? {} : { correlationId: wish.correlationId },
  );

const nextDay = (now: Date) => new Date(now.getTime() + dayMs);

/** A wallet's failed settlement is tried again the next day (domain.md 1.2.1); a card's is final and frees the reservation. */
async function bookRefusal(tx: Tx, payment: CapturedPayment, code: string) {
  if (payment.method === "paypal") {
    const columns = { settleDueDate: nextDay(tx.now), declineCode: code };
    const again = await applySettleEvent(tx, payment, "reschedule", { columns, reason: code });
    return again.ok ? ok(payment.status) : again;
  }
  const failed = await applyPaymentEvent(tx, payment, "fail", {
    reason: code,
    columns: { declineCode: code },
  });
  if (failed.ok) await startReversal(tx, payment);
  return failed;
}

/** Books the gateway's word about a capture that is under way. */
export function bookCapture(
  tx: Tx,
  payment: CapturedPayment,
  amount: Money,
  answer: Exclude<InquiryAnswer, { readonly outcome: "pending" | "unknown" | "not_found" }>,
) {
  if (answer.outcome !== "approved") return bookRefusal(tx, payment, answer.code);
  return applyPaymentEvent(tx, payment, "complete", {
    columns: { capturedMinor: amount.minor, completedAt: tx.now },
  });
}

async function settle(tx: Tx, paymentId: string, started: Started, { answer, exchange }: GatewayReply) {
  if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
  await recordExchange(tx, exchange, { paymentId });
  if (!(await finishOperation(tx, started.operationId, answer))) return ok("settled_before");
  await tx.audit("payment.capture_answered", ["payment", paymentId], { outcome: answer.outcome });
  const payment = await readCaptured(tx, paymentId);
  if (answer.outcome === "pending" || answer.outcome === "unknown") {
    await askAgain(tx, paymentId, nextInquiryAt(tx.now, 3));
    return ok(payment.status);
  }
  return bookCapture(tx, payment, started.amount, answer);
}

async function run<E extends string>(actor: Actor, wish: Wish, isRepeat: boolean, check: Check<E>) {
  const started = await start(actor, wish, isRepeat, check);
  if (!started.ok) return started;
  const { operationId, authorisationReference, amount } = started.value;
  const reply = await gateway().capture({ operationId, authorisationReference, amount, isFinal: true });
  const settled = await inTransaction(
    actor,
    (tx) => settle(tx, wish.paymentId, started.value, reply),
    wish.correlationId === undefined ? {} : { correlationId: wish.correlationId },
  );
  return settled.ok ? ok({ answer: reply.answer, amount }) : settled;
}

/**
 * Goes on with a capture that was decided already. The operation id is the gateway's idempotency key,
 * so after a silence the same capture is sent again and booked once.
 */
export const capture = (actor: Actor, wish: Omit<Wish, "minor">) => run<never>(actor, wish, true, anyPayment);

const outcomes: Readonly<Record<GatewayAnswer["outcome"], Captured["outcome"]>> = {
  approved: "captured",
  declined: "refused",
  failed: "refused",
  pending: "unknown",
  unknown: "unknown",
};

type Captured = {
  readonly outcome: "captured" | "refused" | "unknown";
  readonly amount: Money;
  readonly code: string | null;
};
type Refusal = CaptureRefusal | "not_found" | "not_allowed_now";

async function take<E extends string>(
  actor: Actor,
  wish: Wish,
  check: Check<E>,
): Promise<Result<Captured, Refusal | E>> {
  const done = await run(actor, wish, false, check);
  if (!done.ok) return done;
  const { answer, amount } = done.value;
  const outcome = outcomes[answer.outcome];
  return ok({ outcome, amount, code: "code" in answer ? answer.code : null });
}

/** Takes a payment that is held for capture by hand, whole or in part; the rest of the reservation is released (FP-8). */
export const capturePayment = (actor: Actor, wish: Wish) => take<never>(actor, wish, anyPayment);

/** The same for a person, who must not decide by a page that is out of date. */
export const captureSeenPayment = (
  actor: Actor,
  {
    seen,
    ...wish
  }: Wish & { readonly seen: { readonly settleStatus: number | null; readonly settleMinor: number } },
) =>
  take(actor, wish, (payment) =>
    payment.settleStatus === seen.settleStatus && Number(payment.settleMinor) === seen.settleMinor
      ? ok("as seen")
      : err("changed_meanwhile"),
  );
