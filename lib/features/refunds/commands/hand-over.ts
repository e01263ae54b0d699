import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import type { Refund } from "@/lib/features/refunds/commands/lock-refund";
import { openOutcomes, startOperation } from "@/lib/features/refunds/commands/operations";
import { leaseMs } from "@/lib/features/refunds/commands/send-refund";
import type { SettlementItem } from "@/lib/platform/gateway/port";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** The most that one call to the gateway takes. */
export const batchSize = 500;

export type HandedOver = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly item: SettlementItem;
};
export type Batch = { readonly correlationId: string; readonly handed: readonly HandedOver[] };

const leaseEnd = (now: Date) => new Date(now.getTime() + leaseMs);

type Due = Pick<
  Refund,
  "id" | "paymentId" | "status" | "settleStatus" | "settleMinor" | "currency" | "gatewayReference"
> & { readonly payment: Pick<Refund["payment"], "gatewayReference"> };

const dueColumns = {
  id: true,
  paymentId: true,
  status: true,
  settleStatus: true,
  settleMinor: true,
  currency: true,
  gatewayReference: true,
  payment: { select: { gatewayReference: true } },
} as const;

/** What the issuer agreed to is settled by its own reference, everything else by that of the payment (TP-22). */
const itemOf = (operationId: string, refund: Due, minor: bigint): SettlementItem => ({
  operationId,
  kind: refund.gatewayReference === null ? "refund" : "held_refund",
  reference: refund.gatewayReference ?? refund.payment.gatewayReference ?? "",
  amount: { minor: Number(minor), currency: refund.currency },
});

/** Stores the wish and marks the refund as handed over, before the gateway hears of it. */
async function handOver(tx: Tx, refund: Due): Promise<HandedOver | null> {
  const sent = await applyRefundEvent(tx, refund, "send", { settle: 10 });
  if (!sent.ok) return null;
  const operationId = await startOperation(tx, refund, "refund", {
    amountMinor: refund.settleMinor,
    heldUntil: leaseEnd(tx.now),
  });
  return {
    refundId: refund.id,
    paymentId: refund.paymentId,
    item: itemOf(operationId, refund, refund.settleMinor),
  };
}

async function handOverAll(tx: Tx, ids: readonly string[]): Promise<Batch> {
  const refunds = await tx.db.refund.findMany({
    where: { merchantId: tx.scope, id: { in: [...ids] } },
    select: dueColumns,
  });
  const handed: HandedOver[] = [];
  for (const refund of refunds) {
    const one = await handOver(tx, refund);
    if (one !== null) handed.push(one);
  }
  return { correlationId: tx.correlationId, handed };
}

/** Claims what settles by this day. Rows that somebody else holds are left to the next round. */
export const claimDue = (actor: Actor, day: string) =>
  inTransaction(actor, async (tx) => {
    const due = await tx.db.$queryRaw<{ id: string }[]>`
      select r.id from refund r join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
      where r.merchant_id = ${tx.scope}::uuid and r.status = 'accepted' and r.settle_status in (0, 1)
        and r.settle_due_date <= ${day}::date
      order by r.settle_due_date, r.id limit ${batchSize} for no key update of p, r skip locked`;
    const batch = await handOverAll(
      tx,
      due.map(({ id }) => id),
    );
    await tx.audit("refunds.handed_over", ["merchant", tx.scope], { day, count: batch.handed.length });
    return ok(batch);
  });

/** The same for one that waited for the balance after the issuer had agreed. */
export const claimWaiting = (actor: Actor, refund: Pick<Refund, "id" | "correlationId">) =>
  inTransaction(
    actor,
    async (tx) => {
      const waiting = await tx.db.$queryRaw<{ id: string }[]>`
        select r.id from refund r join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
        where r.merchant_id = ${tx.scope}::uuid and r.id = ${refund.id}::uuid
          and r.status = 'awaiting_balance' and r.settle_status in (0, 1)
        for no key update of p, r skip locked`;
      const batch = await handOverAll(
        tx,
        waiting.map(({ id }) => id),
      );
      await tx.audit("refunds.handed_over", ["refund", refund.id], { count: batch.handed.length });
      return ok(batch);
    },
    { correlationId: refund.correlationId },
  );

/** Claims what was handed over and never answered: a crash, or a lost answer. The keys stay the same. */
export const claimUnanswered = (actor: Actor) =>
  inTransaction(actor, async (tx) => {
    const open = await tx.db.$queryRaw<{ id: string }[]>`
      select o.id from operation o
      where o.merchant_id = ${tx.scope}::uuid and o.kind = 'refund' and o.refund_id is not null
        and o.held_until <= ${tx.now}::timestamptz and o.outcome = any(${openOutcomes})
      order by o.held_until, o.id limit ${batchSize} for no key update of o skip locked`;
    const ids = open.map(({ id }) => id);
    await tx.db.operation.updateMany({
      where: { merchantId: tx.scope, id: { in: ids } },
      data: { heldUntil: leaseEnd(tx.now) },
    });
    const operations = await tx.db.operation.findMany({
      where: { merchantId: tx.scope, id: { in: ids } },
      select: { id: true, amountMinor: true, refund: { select: dueColumns } },
    });
    const handed = operations.flatMap(({ id, amountMinor, refund }) =>
      refund === null
        ? []
        : [{ refundId: refund.id, paymentId: refund.paymentId, item: itemOf(id, refund, amountMinor) }],
    );
    await tx.audit("refunds.asked_again", ["merchant", tx.scope], { count: handed.length });
    return ok({ correlationId: tx.correlationId, handed });
  });
