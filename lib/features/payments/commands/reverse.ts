import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { finishOperation, openOutcomes, startOperation } from "@/lib/features/payments/commands/operations";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import { inTransaction, reading, type Writing } from "@/lib/platform/tx";

type Reserved = { readonly id: string; readonly amountMinor: bigint | number; readonly currency: string };

type Reversal = {
  readonly paymentId: string;
  readonly operationId: string;
  /** Names the authorisation where its reference was never learned, so that it cannot be booked afterwards either. */
  readonly originalOperationId: string | null;
};

const tell = (tx: Writing, reversal: Reversal, runAt?: Date) =>
  tx.emit("payment.reverse", reversal, {
    key: `reverse:${reversal.operationId}`,
    ...(runAt === undefined ? {} : { runAt }),
  });

/** Stores the wish to give the reservation back; the worker tells the gateway after commit. */
export async function startReversal(
  tx: Writing,
  payment: Reserved,
  originalOperationId: string | null = null,
): Promise<void> {
  const amount = { minor: Number(payment.amountMinor), currency: payment.currency };
  const operationId = await startOperation(tx, { paymentId: payment.id, kind: "reverse", amount });
  await tell(tx, { paymentId: payment.id, operationId, originalOperationId });
}

/** The authorisation that the wish meant: the payment may have been authorised anew since. */
const read = (actor: Actor, { paymentId, operationId }: Reversal) =>
  reading(actor.scope, async (db) => {
    const payment = { merchantId: actor.scope, paymentId };
    const wish = await db.operation.findFirst({
      where: { ...payment, id: operationId, outcome: { in: openOutcomes } },
      select: { correlationId: true, startedAt: true, payment: { select: { gatewayReference: true } } },
    });
    if (wish === null) return null;
    const meant = await db.operation.findFirst({
      where: { ...payment, kind: "authorise", outcome: "approved", startedAt: { lte: wish.startedAt } },
      orderBy: { startedAt: "desc" },
      select: { gatewayReference: true },
    });
    return { ...wish, reference: (meant ?? wish.payment).gatewayReference };
  });

/** Gives the reservation back; while nobody answers, the same wish is told again under the same key. */
export async function reverseAuthorisation(actor: Actor, reversal: Reversal): Promise<void> {
  const { paymentId, operationId, originalOperationId } = reversal;
  const wish = await read(actor, reversal);
  if (!wish) return;
  const reference = originalOperationId === null ? wish.reference : null;
  const reply = await gateway().reverse({ operationId, reference, originalOperationId });
  await inTransaction(
    actor,
    async (tx) => {
      await recordExchange(tx, reply.exchange, { paymentId });
      if (!(await finishOperation(tx, operationId, reply.answer))) return err("settled_before");
      await tx.audit("payment.reversal_answered", ["payment", paymentId], { outcome: reply.answer.outcome });
      if (openOutcomes.includes(reply.answer.outcome)) await tell(tx, reversal, nextInquiryAt(tx.now, 4));
      await tx.announce("payments", paymentId);
      return ok("told");
    },
    { correlationId: wish.correlationId },
  );
}
