import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { err, ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyPaymentEvent } from "@/lib/features/payments/commands/apply-event";
import { capture, captureSoon } from "@/lib/features/payments/commands/capture";
import { openChain } from "@/lib/features/payments/commands/open-chain";
import { finishOperation } from "@/lib/features/payments/commands/operations";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import { paymentFlow, reservingMethods, type PaymentStatus } from "@/lib/features/payments/model";
import { reservedUntil, type SettleStatus } from "@/lib/features/settlement/model";
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

const lateWordMs = 15 * 60_000;

/** A bank may yet confirm what it refused at first (domain.md 5.3, REJECTED to CONFIRMED). */
const lateWord = (now: Date) => new Date(now.getTime() + lateWordMs);

const decisionColumns = {
  id: true,
  websiteId: true,
  status: true,
  method: true,
  cardFirstSix: true,
  cardLastFour: true,
  orderReference: true,
  transactionReference: true,
  invoiceNumber: true,
  amountMinor: true,
  currency: true,
  captureMode: true,
  settleStatus: true,
  settleWish: true,
  settleDueDate: true,
  preAuthorisation: true,
  requiresShipping: true,
  shippedAt: true,
  subscriptionId: true,
  createdAt: true,
  website: { select: { siteReference: true, duplicateCheckMinutes: true } },
} as const;

export const readPayment = (tx: Tx, id: string) =>
  tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: decisionColumns,
  });
type DecisionPayment = Awaited<ReturnType<typeof readPayment>>;

const amountOf = (payment: DecisionPayment): Money => ({
  minor: Number(payment.amountMinor),
  currency: payment.currency,
});

/**
 * What is captured right after its authorisation: immediate payments, orders that need no shipping, and those whose
 * parcel left before the bank had answered (FP-11).
 */
const capturesAtOnce = ({ captureMode, requiresShipping, shippedAt }: DecisionPayment): boolean =>
  captureMode === "immediate" ||
  (captureMode === "manual" && (requiresShipping === false || shippedAt !== null));

/** Whether a capture may follow the authorisation; only the approved payment says whether it does. */
export const mayCaptureAtOnce = ({ captureMode }: { readonly captureMode: string }): boolean =>
  captureMode !== "scheduled";

/** Whether the same card paid the same amount for the same order a short while ago (TP 1.2.1). A plan's payments do. */
async function isDuplicate(tx: Tx, payment: DecisionPayment): Promise<boolean> {
  const minutes = payment.website.duplicateCheckMinutes;
  if (payment.subscriptionId !== null) return false;
  if (minutes === null || payment.cardLastFour === null || payment.orderReference === null) return false;
  const { websiteId, cardFirstSix, cardLastFour, orderReference, amountMinor, currency } = payment;
  const earlier = await tx.db.payment.findFirst({
    where: {
      merchantId: tx.scope,
      ...{ websiteId, cardFirstSix, cardLastFour, orderReference, amountMinor, currency },
      id: { not: payment.id },
      status: { in: ["authorised", "completed"] },
      createdAt: { gte: new Date(payment.createdAt.getTime() - minutes * 60_000), lte: payment.createdAt },
    },
    select: { id: true },
  });
  return earlier !== null;
}

/**
 * What waits for a settlement carries a status and a due day; the day defaults to today. The duplicate
 * check looks only at those that asked for it by asking for 0 (TP 1.2.1).
 */
async function settlementOf(tx: Tx, payment: DecisionPayment) {
  if (capturesAtOnce(payment)) return { settle: 10, reason: undefined } as const;
  if (payment.captureMode === "manual") return { settle: 2, reason: undefined } as const;
  const wanted = (payment.settleWish ?? 0) as SettleStatus;
  const duplicate = wanted === 0 && (await isDuplicate(tx, payment));
  return duplicate ? ({ settle: 2, reason: "duplicate" } as const) : { settle: wanted, reason: undefined };
}

/** Bank methods move the money at once; what reserves first is captured as the payment's mode says. */
export async function applyApproval(
  tx: Tx,
  payment: DecisionPayment,
  reply: { reference: string; authCode: string | null },
  operationId: string,
) {
  const approved = { gatewayReference: reply.reference, authCode: reply.authCode, authorisedAt: tx.now };
  if (!reservingMethods.has(payment.method)) {
    const captured = { capturedMinor: payment.amountMinor, completedAt: tx.now };
    return applyPaymentEvent(tx, payment, "complete", { columns: { ...approved, ...captured } });
  }
  const { settle, reason } = await settlementOf(tx, payment);
  if (settle === 10) await captureSoon(tx, payment.id);
  else await openChain(tx, payment, { operationId, reference: reply.reference });
  return applyPaymentEvent(tx, payment, "authorise", {
    settle,
    ...(reason === undefined ? {} : { reason }),
    columns: {
      ...approved,
      reservedUntil: reservedUntil(tx.now, payment.preAuthorisation),
      ...(settle === 0 || settle === 1 ? { settleDueDate: payment.settleDueDate ?? tx.now } : {}),
    },
  });
}

/** PN-2, PN-E1: what has ended stays as it is; money that arrives afterwards goes back. */
async function refuseLate(tx: Tx, payment: DecisionPayment, operationId: string, answer: InquiryAnswer) {
  if (answer.outcome === "approved") await startReversal(tx, payment, operationId);
  return ok(payment.status);
}

async function wait(tx: Tx, payment: DecisionPayment, answer: InquiryAnswer, inquiries: number) {
  await askLater(tx, payment.id, nextInquiryAt(tx.now, inquiries));
  if (answer.outcome !== "pending" || payment.status !== "started") return ok(payment.status);
  const isAtBank = payment.captureMode === "scheduled" && !reservingMethods.has(payment.method);
  return applyPaymentEvent(tx, payment, "await_customer", {
    settle: isAtBank ? 10 : null,
    columns: { gatewayReference: answer.reference },
  });
}

const isOver = ({ status }: DecisionPayment) => {
  const events = paymentFlow[status as PaymentStatus];
  return events.authorise === undefined && events.complete === undefined;
};

type Question = { readonly operationId: string; readonly inquiries: number };

async function applyAnswer(
  tx: Tx,
  payment: DecisionPayment,
  { operationId, inquiries }: Question,
  answer: InquiryAnswer,
) {
  if (isOver(payment)) return refuseLate(tx, payment, operationId, answer);
  switch (answer.outcome) {
    case "approved":
      return applyApproval(tx, payment, answer, operationId);
    case "declined":
      if (!reservingMethods.has(payment.method)) await askLater(tx, payment.id, lateWord(tx.now));
      return applyPaymentEvent(tx, payment, "reject", {
        reason: answer.code,
        columns: { declineCode: answer.code, gatewayReference: answer.reference },
      });
    case "failed": {
      // The gateway may yet book what it does not know today: it is told not to (U6).
      if (answer.code === "not_booked") await startReversal(tx, payment, operationId);
      return applyPaymentEvent(tx, payment, "fail", {
        reason: answer.code,
        columns: { declineCode: answer.code },
      });
    }
    case "pending":
    case "unknown":
    case "not_found":
      return wait(tx, payment, answer, inquiries);
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
      await recordExchange(tx, reply.exchange, { paymentId });
      if (!(await finishOperation(tx, operationId, reply.answer))) return ok("settled_before");
      const payment = await readPayment(tx, paymentId);
      const applied = await applyAnswer(tx, payment, { operationId, inquiries }, reply.answer);
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
      select: decisionColumns,
    }),
  );

/** Asks the gateway for the money and books the answer; an immediate payment is captured right after. */
export async function authorise(
  actor: Actor,
  wish: Authorisation & { readonly card: Card | null; readonly initialReference: string | null },
): Promise<void> {
  const payment = await readWish(actor, wish.paymentId);
  const reply = await gateway().authorise({
    operationId: wish.operationId,
    siteReference: payment.website.siteReference,
    amount: amountOf(payment),
    method: payment.method,
    card: wish.card,
    initialReference: wish.initialReference,
    preAuthorisation: payment.preAuthorisation,
  });
  const settled = await settleAuthorisation(actor, wish, reply, 0);
  if (settled.ok && settled.value === "authorised" && mayCaptureAtOnce(payment)) {
    await capture(actor, { paymentId: wish.paymentId, correlationId: wish.correlationId });
  }
}
