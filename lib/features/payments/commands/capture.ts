import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { err, ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyPaymentEvent } from "@/lib/features/payments/commands/apply-event";
import { finishOperation, startOperation } from "@/lib/features/payments/commands/operations";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply } from "@/lib/platform/gateway/port";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const settlementHourUtc = 23;
const secondsBeforeRetry = 60;

/** The settlement of a due day runs at 23:00 UTC; a day that is over settles as soon as possible (TP-7). */
export const scheduleCapture = (tx: Tx, paymentId: string, dueDate: Date) => {
  const due = new Date(dueDate);
  due.setUTCHours(settlementHourUtc, 0, 0, 0);
  const runAt = due > tx.now ? due : tx.now;
  return tx.emit("payment.capture", { paymentId }, { runAt, key: `capture:${paymentId}` });
};

type Started = {
  readonly operationId: string;
  readonly authorisationReference: string;
  readonly amount: Money;
};

const openCapture = (tx: Tx, paymentId: string) =>
  tx.db.operation.findFirst({
    where: {
      merchantId: tx.scope,
      paymentId,
      kind: "capture",
      outcome: { in: ["sent", "unknown", "pending"] },
    },
    select: { id: true },
  });

const start = (actor: Actor, paymentId: string, correlationId: string | undefined) =>
  inTransaction(
    actor,
    async (tx) => {
      if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
      const payment = await tx.db.payment.findUniqueOrThrow({
        where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
        select: {
          status: true,
          settleStatus: true,
          gatewayReference: true,
          amountMinor: true,
          currency: true,
        },
      });
      if (payment.status !== "authorised" || payment.gatewayReference === null) return err("not_allowed_now");
      if (payment.settleStatus === 2) return err("suspended");
      const amount = { minor: Number(payment.amountMinor), currency: payment.currency };
      const open = await openCapture(tx, paymentId);
      const operationId = open?.id ?? (await startOperation(tx, { paymentId, kind: "capture", amount }));
      await tx.emit(
        "payment.capture",
        { paymentId },
        {
          runAt: new Date(tx.now.getTime() + secondsBeforeRetry * 1000),
          key: `capture:${paymentId}`,
        },
      );
      await tx.audit("payment.capture_sent", ["payment", paymentId], { operationId, ...amount });
      return ok<Started>({ operationId, authorisationReference: payment.gatewayReference, amount });
    },
    correlationId === undefined ? {} : { correlationId },
  );

async function settle(tx: Tx, paymentId: string, started: Started, reply: GatewayReply) {
  if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
  await recordExchange(tx, reply.exchange, paymentId);
  if (!(await finishOperation(tx, started.operationId, reply.answer))) return ok("settled_before");
  const payment = await tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
    select: { id: true, status: true, settleStatus: true, captureMode: true },
  });
  await tx.audit("payment.capture_answered", ["payment", paymentId], { outcome: reply.answer.outcome });
  const scheduled = payment.captureMode === "scheduled";
  switch (reply.answer.outcome) {
    case "approved":
      return applyPaymentEvent(tx, payment, "complete", {
        changes: {
          capturedMinor: started.amount.minor,
          completedAt: tx.now,
          ...(scheduled ? { settleStatus: 100 } : {}),
        },
      });
    case "declined":
    case "failed":
      return applyPaymentEvent(tx, payment, "fail", {
        reason: reply.answer.code,
        changes: { declineCode: reply.answer.code, ...(scheduled ? { settleStatus: 3 } : {}) },
      });
    case "pending":
    case "unknown":
      await tx.emit(
        "payment.capture",
        { paymentId },
        { runAt: nextInquiryAt(tx.now, 3), key: `capture:${paymentId}` },
      );
      return ok(payment.status);
  }
}

/**
 * Captures the whole amount. The operation id is the gateway's idempotency key, so after a silence
 * the same capture is sent again and booked once.
 */
export async function capture(
  actor: Actor,
  { paymentId, correlationId }: { readonly paymentId: string; readonly correlationId?: string },
) {
  const started = await start(actor, paymentId, correlationId);
  if (!started.ok) return started;
  const { operationId, authorisationReference, amount } = started.value;
  const reply = await gateway().capture({ operationId, authorisationReference, amount });
  return inTransaction(
    actor,
    (tx) => settle(tx, paymentId, started.value, reply),
    correlationId === undefined ? {} : { correlationId },
  );
}
