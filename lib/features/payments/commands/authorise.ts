import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { err, ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyPaymentEvent } from "@/lib/features/payments/commands/apply-event";
import { capture, scheduleCapture } from "@/lib/features/payments/commands/capture";
import { finishOperation } from "@/lib/features/payments/commands/operations";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { Card, GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, reading, type Tx } from "@/lib/platform/tx";

type Authorisation = {
  readonly paymentId: string;
  readonly operationId: string;
  readonly correlationId: string;
};

/** Schedules the next question about an open authorisation; one waiting question per payment. */
export const askLater = (tx: Tx, paymentId: string, runAt: Date) =>
  tx.emit("payment.inquire", { paymentId }, { runAt, key: `inquire:${paymentId}` });

const decisionColumns = {
  id: true,
  status: true,
  method: true,
  amountMinor: true,
  currency: true,
  captureMode: true,
  settleStatus: true,
  settleDueDate: true,
  createdAt: true,
} as const;

const readPayment = (tx: Tx, id: string) =>
  tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: decisionColumns,
  });
type DecisionPayment = Awaited<ReturnType<typeof readPayment>>;

const amountOf = (payment: DecisionPayment): Money => ({
  minor: Number(payment.amountMinor),
  currency: payment.currency,
});

/** What waits for a settlement carries a status and a due day; the day defaults to today (TP 1.2.1). */
function settlementOf(tx: Tx, payment: DecisionPayment) {
  if (payment.captureMode !== "scheduled") return { settleStatus: null, settleDueDate: null };
  return { settleStatus: payment.settleStatus ?? 0, settleDueDate: payment.settleDueDate ?? tx.now };
}

/** Bank methods move the money at once; a card is reserved first and captured as the payment's mode says. */
async function applyApproval(
  tx: Tx,
  payment: DecisionPayment,
  reply: { reference: string; authCode: string | null },
) {
  const approved = { gatewayReference: reply.reference, authCode: reply.authCode, authorisedAt: tx.now };
  if (payment.method !== "card") {
    const captured = { capturedMinor: payment.amountMinor, completedAt: tx.now, settleStatus: null };
    return applyPaymentEvent(tx, payment, "complete", { changes: { ...approved, ...captured } });
  }
  const settlement = settlementOf(tx, payment);
  const applied = await applyPaymentEvent(tx, payment, "authorise", {
    changes: { ...approved, ...settlement },
  });
  if (applied.ok && settlement.settleDueDate !== null && settlement.settleStatus !== 2) {
    await scheduleCapture(tx, payment.id, settlement.settleDueDate);
  }
  return applied;
}

const deadEnd = (payment: DecisionPayment) =>
  payment.captureMode === "scheduled" ? { settleStatus: 3 } : {};

async function applyAnswer(tx: Tx, payment: DecisionPayment, answer: InquiryAnswer, inquiries: number) {
  switch (answer.outcome) {
    case "approved":
      return applyApproval(tx, payment, answer);
    case "declined":
      return applyPaymentEvent(tx, payment, "reject", {
        reason: answer.code,
        changes: { ...deadEnd(payment), declineCode: answer.code, gatewayReference: answer.reference },
      });
    case "failed":
      return applyPaymentEvent(tx, payment, "fail", {
        reason: answer.code,
        changes: { ...deadEnd(payment), declineCode: answer.code },
      });
    case "pending":
    case "unknown":
    case "not_found":
      await askLater(tx, payment.id, nextInquiryAt(tx.now, inquiries));
      if (answer.outcome !== "pending" || payment.status !== "started") return ok(payment.status);
      return applyPaymentEvent(tx, payment, "await_customer", {
        changes: { gatewayReference: answer.reference },
      });
  }
}

/** Books an answer of the gateway once. `inquiries` counts the questions asked so far. */
export const settleAuthorisation = (
  actor: Actor,
  { paymentId, operationId, correlationId }: Authorisation,
  reply: GatewayReply<InquiryAnswer>,
  inquiries: number,
) =>
  inTransaction(
    actor,
    async (tx) => {
      if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
      await recordExchange(tx, reply.exchange, paymentId);
      if (!(await finishOperation(tx, operationId, reply.answer))) return ok("settled_before");
      const payment = await readPayment(tx, paymentId);
      const applied = await applyAnswer(tx, payment, reply.answer, inquiries);
      if (applied.ok)
        await tx.audit("payment.authorisation_answered", ["payment", paymentId], {
          outcome: reply.answer.outcome,
        });
      return applied;
    },
    { correlationId },
  );

const readWish = (actor: Actor, paymentId: string) =>
  reading(actor.scope, (db) =>
    db.payment.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: actor.scope, id: paymentId } },
      select: { ...decisionColumns, website: { select: { siteReference: true } } },
    }),
  );

/** Asks the gateway for the money and books the answer; an immediate card payment is captured right after. */
export async function authorise(
  actor: Actor,
  wish: Authorisation & { readonly card: Card | null },
): Promise<void> {
  const payment = await readWish(actor, wish.paymentId);
  const reply = await gateway().authorise({
    operationId: wish.operationId,
    siteReference: payment.website.siteReference,
    amount: amountOf(payment),
    method: payment.method,
    card: wish.card,
  });
  const settled = await settleAuthorisation(actor, wish, reply, 0);
  if (settled.ok && settled.value === "authorised" && payment.captureMode === "immediate") {
    await capture(actor, { paymentId: wish.paymentId, correlationId: wish.correlationId });
  }
}
