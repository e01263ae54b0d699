import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { applyPaymentEvent } from "@/lib/features/payments/commands/apply-event";
import { openOutcomes } from "@/lib/features/payments/commands/operations";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import { lockDuePayments } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const batchSize = 100;

const read = (tx: Tx, ids: readonly string[]) =>
  tx.db.payment.findMany({
    where: { merchantId: tx.scope, id: { in: [...ids] } },
    select: {
      id: true,
      status: true,
      settleStatus: true,
      captureMode: true,
      amountMinor: true,
      currency: true,
      gatewayReference: true,
    },
  });
type Payment = Awaited<ReturnType<typeof read>>[number];

type Sweep = {
  readonly due: "expiry" | "reservation_end";
  readonly end: (tx: Tx, payment: Payment) => Promise<unknown>;
};

/** Ends what is due, the oldest first, a batch at a time. What another worker holds is that worker's. */
async function sweep(actor: Actor, { due, end }: Sweep): Promise<void> {
  for (let isMore = true; isMore;) {
    const result = await inTransaction(actor, async (tx) => {
      const ids = await lockDuePayments(tx, due, batchSize);
      const payments = new Map((await read(tx, ids)).map((payment) => [payment.id, payment]));
      for (const id of ids) {
        const payment = payments.get(id);
        if (payment !== undefined) await end(tx, payment);
      }
      if (ids.length > 0) await tx.audit(`payments.${due}`, ["merchant", tx.scope], { payments: ids.length });
      return ok(ids.length);
    });
    isMore = result.value === batchSize;
  }
}

/** PN-3: the customer took too long. What may yet be booked at the bank is taken back (PN-E1). */
async function expire(tx: Tx, payment: Payment) {
  await applyPaymentEvent(tx, payment, "expire", { reason: "validity_over" });
  const asked = await tx.db.operation.findFirst({
    where: { merchantId: tx.scope, paymentId: payment.id, kind: "authorise", outcome: { in: openOutcomes } },
    orderBy: { startedAt: "desc" },
    select: { id: true },
  });
  if (asked !== null) await startReversal(tx, payment, asked.id);
}

/** TP-9, TP-E2: nobody decided before the reservation was over. */
async function endReservation(tx: Tx, payment: Payment) {
  await applyPaymentEvent(tx, payment, "cancel", { reason: "reservation_over" });
  await startReversal(tx, payment);
}

export const expirePayments = async (payload: unknown): Promise<void> =>
  sweep(claim("payments.expire", payload).actor, { due: "expiry", end: expire });

export const endReservations = async (payload: unknown): Promise<void> =>
  sweep(claim("payments.end_reservations", payload).actor, { due: "reservation_end", end: endReservation });
