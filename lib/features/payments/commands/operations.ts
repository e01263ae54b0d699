import { actorLabel } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { InquiryAnswer } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

export type OperationKind = "authorise" | "capture" | "inquire" | "reverse";

/** Stores the wish before the call. The id travels to the gateway as the idempotency key. */
export async function startOperation(
  tx: Tx,
  wish: { readonly paymentId: string; readonly kind: OperationKind; readonly amount: Money },
): Promise<string> {
  const id = newId();
  await tx.db.operation.create({
    data: {
      merchantId: tx.scope,
      id,
      paymentId: wish.paymentId,
      kind: wish.kind,
      currency: wish.amount.currency,
      amountMinor: wish.amount.minor,
      outcome: "sent",
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      startedAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

/** Nobody knows yet how these ended. `not_found`: the gateway did not know of it when it was asked, and is asked again. */
export const openOutcomes = ["sent", "pending", "unknown", "not_found"];

/** Writes how it ended. An operation that has ended stays as it is: whoever comes second changes nothing. */
export async function finishOperation(tx: Tx, id: string, answer: InquiryAnswer): Promise<boolean> {
  const updated = await tx.db.operation.updateMany({
    where: { merchantId: tx.scope, id, outcome: { in: openOutcomes } },
    data: {
      outcome: answer.outcome,
      gatewayReference: "reference" in answer ? answer.reference : null,
      code: "code" in answer ? answer.code : null,
      finishedAt: tx.now,
    },
  });
  return updated.count === 1;
}
