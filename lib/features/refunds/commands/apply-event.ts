import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { refundFlow, settleAfter, type RefundEvent, type RefundStatus } from "@/lib/features/refunds/model";
import type { FieldChanges, SettleEvent } from "@/lib/features/settlement/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Columns = Omit<Prisma.RefundUncheckedUpdateManyInput, "status" | "settleStatus" | "merchantId" | "id">;
type Owner = { readonly id: string; readonly paymentId: string };
export type RefundRecord = Owner & { readonly status: string; readonly settleStatus: number | null };

type Step = {
  readonly event: RefundEvent | SettleEvent | "update" | "request";
  readonly from: RefundStatus | null;
  readonly to: RefundStatus;
  readonly settle: readonly [before: number | null, after: number | null];
  readonly changes?: FieldChanges;
  readonly reason: string | null;
};

const ends: ReadonlySet<RefundStatus> = new Set(["done", "failed", "cancelled", "rejected"]);

/** One append-only row; the shop is told of the ends, not of the steps between. */
export async function writeRefundHistory(tx: Tx, refund: Owner, step: Step): Promise<void> {
  const historyId = newId();
  const changed = Object.keys(step.changes ?? {}).length > 0;
  await tx.db.paymentHistory.create({
    data: {
      merchantId: tx.scope,
      id: historyId,
      paymentId: refund.paymentId,
      refundId: refund.id,
      event: step.event,
      fromStatus: step.from,
      toStatus: step.to,
      fromSettle: step.settle[0],
      toSettle: step.settle[1],
      ...(changed ? { changes: step.changes as Prisma.InputJsonObject } : {}),
      actor: actorLabel(tx.actor),
      reason: step.reason,
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  if (ends.has(step.to) && step.from !== step.to) {
    await tx.emit("refund.status_changed", { refundId: refund.id, historyId });
  }
  await tx.announce("payments", refund.paymentId);
  await tx.announce("refunds", refund.id);
}

type EventOptions = {
  readonly reason?: string | null;
  readonly columns?: Columns;
  /** Only where a settlement run takes the refund over. */
  readonly settle?: 10;
};

/** The only place where a refund's status changes: asks the flow, compares and sets, writes history. */
export async function applyRefundEvent(
  tx: Tx,
  refund: RefundRecord,
  event: RefundEvent,
  { reason, columns, settle }: EventOptions = {},
): Promise<Result<RefundStatus, "not_allowed_now">> {
  const from = refund.status as RefundStatus;
  const next = advance(refundFlow, from, event);
  if (!next.ok) return next;
  const after = settle ?? settleAfter(event, refund.settleStatus);
  const updated = await tx.db.refund.updateMany({
    where: { merchantId: tx.scope, id: refund.id, status: from },
    data: { ...columns, status: next.value, settleStatus: after, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeRefundHistory(tx, refund, {
    event,
    from,
    to: next.value,
    settle: [refund.settleStatus, after],
    reason: reason ?? null,
  });
  return ok(next.value);
}
