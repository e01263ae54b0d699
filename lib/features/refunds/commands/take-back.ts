import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import type { Refund } from "@/lib/features/refunds/commands/lock-refund";
import { finishOperation, openOutcomes, startOperation } from "@/lib/features/refunds/commands/operations";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import { inTransaction, reading, type Tx } from "@/lib/platform/tx";

/** A refund that the issuer agreed to and that never settles is taken back; the worker tells the gateway after commit. */
export async function takeBack(tx: Tx, refund: Refund): Promise<void> {
  if (refund.settleStatus === null || refund.gatewayReference === null) return;
  const operationId = await startOperation(tx, refund, "reverse", {
    amountMinor: refund.amountMinor,
    heldUntil: null,
  });
  const ids = { refundId: refund.id, operationId };
  await tx.emit("refund.reverse", ids, { key: `reverse:${operationId}` });
}

const readWish = (actor: Actor, id: string, refundId: string) =>
  reading(actor.scope, (db) =>
    db.operation.findFirst({
      where: { merchantId: actor.scope, id, refundId, outcome: { in: openOutcomes } },
      select: {
        paymentId: true,
        correlationId: true,
        refund: { select: { gatewayReference: true, inquiries: true } },
      },
    }),
  );

/** Asks the gateway to forget a held refund, again under the same key until it answers. */
export async function reverseHeldRefund(
  actor: Actor,
  { refundId, operationId }: { readonly refundId: string; readonly operationId: string },
): Promise<void> {
  const wish = await readWish(actor, operationId, refundId);
  if (wish?.refund == null) return;
  const { paymentId, correlationId } = wish;
  const { gatewayReference: reference, inquiries } = wish.refund;
  const reply = await gateway().reverse({ operationId, reference, originalOperationId: null });
  await inTransaction(
    actor,
    async (tx) => {
      await recordExchange(tx, reply.exchange, { paymentId });
      if (!(await finishOperation(tx, operationId, reply.answer))) return err("settled_before");
      const { outcome } = reply.answer;
      await tx.audit("payment.refund_reversal_answered", ["payment", paymentId], { refundId, outcome });
      if (openOutcomes.includes(outcome)) {
        await tx.db.refund.update({
          where: { merchantId_id: { merchantId: tx.scope, id: refundId } },
          data: { inquiries: { increment: 1 } },
          select: { id: true },
        });
        const runAt = nextInquiryAt(tx.now, inquiries);
        await tx.emit("refund.reverse", { refundId, operationId }, { runAt, key: `reverse:${operationId}` });
      }
      await tx.announce("payments", paymentId);
      return ok(outcome);
    },
    { correlationId },
  );
}
