import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { refundFlow, type RefundEvent, type RefundStatus } from "@/lib/features/refunds/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Changes = Omit<Prisma.RefundUncheckedUpdateManyInput, "status" | "merchantId" | "id">;
export type RefundRecord = { readonly id: string; readonly paymentId: string; readonly status: string };

/** One history row; the shop is told of the two ends, not of the steps between. */
export async function writeRefundHistory(
  tx: Tx,
  refund: { readonly id: string; readonly paymentId: string },
  step: {
    readonly event: string;
    readonly from: string | null;
    readonly to: RefundStatus;
    readonly reason: string | null;
  },
): Promise<void> {
  const historyId = newId();
  await tx.db.paymentHistory.create({
    data: {
      merchantId: tx.scope,
      id: historyId,
      paymentId: refund.paymentId,
      refundId: refund.id,
      event: step.event,
      fromStatus: step.from,
      toStatus: step.to,
      actor: actorLabel(tx.actor),
      reason: step.reason,
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  if (step.to === "done" || step.to === "failed") {
    await tx.emit("refund.status_changed", { refundId: refund.id, historyId });
  }
  await tx.announce("payments", refund.paymentId);
}

/** The only place where a refund's status changes: asks the flow, compares and sets, writes history. */
export async function applyRefundEvent(
  tx: Tx,
  refund: RefundRecord,
  event: RefundEvent,
  options: { readonly reason?: string | null; readonly changes?: Changes } = {},
): Promise<Result<RefundStatus, "not_allowed_now">> {
  const from = refund.status as RefundStatus;
  const next = advance(refundFlow, from, event);
  if (!next.ok) return next;
  const updated = await tx.db.refund.updateMany({
    where: { merchantId: tx.scope, id: refund.id, status: from },
    data: { ...options.changes, status: next.value, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeRefundHistory(tx, refund, { event, from, to: next.value, reason: options.reason ?? null });
  return ok(next.value);
}
