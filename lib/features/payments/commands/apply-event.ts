import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow, type PaymentEvent, type PaymentStatus } from "@/lib/features/payments/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Changes = Omit<Prisma.PaymentUncheckedUpdateManyInput, "status" | "merchantId" | "id">;

/** The only place where a payment's status changes: asks the flow, compares and sets, writes history, tells the world. */
export async function applyPaymentEvent(
  tx: Tx,
  payment: { readonly id: string; readonly status: string },
  event: PaymentEvent,
  options: { readonly reason?: string; readonly changes?: Changes } = {},
): Promise<Result<PaymentStatus, "not_allowed_now">> {
  const from = payment.status as PaymentStatus;
  const next = advance(paymentFlow, from, event);
  if (!next.ok) return next;
  const updated = await tx.db.payment.updateMany({
    where: { merchantId: tx.scope, id: payment.id, status: from },
    data: { ...options.changes, status: next.value, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  const historyId = newId();
  await tx.db.paymentHistory.create({
    data: {
      merchantId: tx.scope,
      id: historyId,
      paymentId: payment.id,
      event,
      fromStatus: from,
      toStatus: next.value,
      actor: actorLabel(tx.actor),
      reason: options.reason ?? null,
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  await tx.emit("payment.status_changed", { paymentId: payment.id, historyId });
  await tx.announce("payments", payment.id);
  return ok(next.value);
}
