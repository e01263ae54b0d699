import { actorLabel } from "@/lib/kernel/access";
import type { InquiryAnswer } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly currency: string;
};

const about = (tx: Tx, refund: Refund, kind: "refund" | "inquire" | "reverse", amountMinor: bigint) => ({
  merchantId: tx.scope,
  id: newId(),
  paymentId: refund.paymentId,
  refundId: refund.id,
  kind,
  currency: refund.currency,
  amountMinor,
  actor: actorLabel(tx.actor),
  correlationId: tx.correlationId,
});

const ending = (tx: Tx, answer: InquiryAnswer) => ({
  outcome: answer.outcome,
  gatewayReference: "reference" in answer ? answer.reference : null,
  code: "code" in answer ? answer.code : null,
  finishedAt: tx.now,
});

/** An operation that has its answer already. */
export const writeOperation = (
  tx: Tx,
  refund: Refund & { readonly amountMinor: bigint },
  kind: "refund" | "inquire",
  startedAt: Date,
  answer: InquiryAnswer,
) =>
  tx.db.operation.create({
    data: { ...about(tx, refund, kind, refund.amountMinor), ...ending(tx, answer), startedAt },
    select: { id: true },
  });

/**
 * Stores the wish before the call; the id travels to the gateway as the idempotency key. `heldUntil` is
 * the lease of a settlement run: until then nobody else asks about it.
 */
export async function startOperation(
  tx: Tx,
  refund: Refund,
  kind: "refund" | "reverse",
  { amountMinor, heldUntil }: { readonly amountMinor: bigint; readonly heldUntil: Date | null },
): Promise<string> {
  const data = { ...about(tx, refund, kind, amountMinor), outcome: "sent", startedAt: tx.now, heldUntil };
  await tx.db.operation.create({ data, select: { id: true } });
  return data.id;
}

/** Nobody knows yet how these ended. */
export const openOutcomes = ["sent", "pending", "unknown", "not_found"];

/** Writes how it ended. One that has ended stays as it is: whoever comes second changes nothing. */
export async function finishOperation(
  tx: Tx,
  id: string,
  answer: InquiryAnswer,
  heldUntil: Date | null = null,
): Promise<boolean> {
  const updated = await tx.db.operation.updateMany({
    where: { merchantId: tx.scope, id, outcome: { in: openOutcomes } },
    data: { ...ending(tx, answer), heldUntil },
  });
  return updated.count === 1;
}
