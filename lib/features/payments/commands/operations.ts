import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { InquiryAnswer } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import type { Tx, Writing } from "@/lib/platform/tx";

export type OperationKind = "authorise" | "capture" | "inquire" | "reverse";

/** Stores the wish before the call. The id travels to the gateway as the idempotency key. */
export async function startOperation(
  tx: Writing,
  wish: { readonly paymentId: string; readonly kind: OperationKind; readonly amount: Money },
): Promise<string> {
  const id = newId();
  const { paymentId, kind, amount } = wish;
  await tx.tell(sql`
    insert into operation (merchant_id, id, payment_id, kind, currency, amount_minor, outcome, actor, correlation_id, started_at)
    values (${tx.scope}::uuid, ${id}::uuid, ${paymentId}::uuid, ${kind}, ${amount.currency}, ${amount.minor}::bigint,
      'sent', ${actorLabel(tx.actor)}, ${tx.correlationId}::uuid, ${tx.now}::timestamptz)`);
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
