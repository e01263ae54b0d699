import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { endReserve } from "@/lib/features/refunds/commands/end-reserve";
import { lockRefund, type Refund } from "@/lib/features/refunds/commands/lock-refund";
import { takeBack } from "@/lib/features/refunds/commands/take-back";
import { decideCancel, type CancelRefusal, type RefundStatus } from "@/lib/features/refunds/model";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** Gives the reserve back and tells the issuer that agreed before. */
export async function writeCancellation(tx: Tx, refund: Refund, reason: string | null) {
  await endReserve(tx, refund, "freed");
  await takeBack(tx, refund);
  return applyRefundEvent(tx, refund, "cancel", { reason });
}

/** Cancels a refund that the gateway has not been asked for, or that was agreed and has not settled (TP-21). */
export const cancelRefund = (
  actor: Actor,
  { refundId, correlationId }: { readonly refundId: string; readonly correlationId?: string },
) =>
  inTransaction(
    actor,
    async (
      tx,
    ): Promise<
      Result<{ readonly status: RefundStatus }, CancelRefusal | "not_found" | "not_allowed_now">
    > => {
      const refund = await lockRefund(tx, refundId);
      if (refund === null) return err("not_found");
      const decided = decideCancel(refund.status);
      if (!decided.ok) return decided;
      const cancelled = await writeCancellation(tx, refund, null);
      if (!cancelled.ok) return cancelled;
      await tx.audit("payment.refund_cancelled", ["payment", refund.paymentId], { refundId });
      return ok({ status: cancelled.value });
    },
    correlationId === undefined ? {} : { correlationId },
  );

export const CancelRefundInput = z.object({ refundId: z.uuid() });
