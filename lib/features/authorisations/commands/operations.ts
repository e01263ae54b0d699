import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { rowSet } from "@/lib/platform/row-sets";
import type { Writing } from "@/lib/platform/tx";

export type OperationWish = {
  /** The gateway's idempotency key. */
  readonly id: string;
  readonly paymentId: string;
  readonly kind: "capture" | "reverse" | "renew" | "split";
  readonly currency: string;
  readonly minor: number;
};

/** Stores wishes before the calls. */
export async function startOperations(tx: Writing, wishes: readonly OperationWish[]): Promise<void> {
  if (wishes.length === 0) return;
  await tx.tell(sql`
    insert into operation (merchant_id, id, payment_id, kind, currency, amount_minor, outcome, actor, correlation_id, started_at)
    select ${tx.scope}::uuid, o.id, o."paymentId", o.kind, o.currency, o.minor, 'sent', ${actorLabel(tx.actor)},
      ${tx.correlationId}::uuid, ${tx.now}::timestamptz
    from ${rowSet("o", { id: "uuid", paymentId: "uuid", kind: "text", currency: "text", minor: "bigint" }, wishes)}`);
}

export type Answered = { readonly operationId: string; readonly reply: GatewayReply<InquiryAnswer> };

/** Writes how they stand. One that has ended stays as it is. */
export async function finishOperations(tx: Writing, answered: readonly Answered[]): Promise<void> {
  if (answered.length === 0) return;
  const rows = answered.map(({ operationId: id, reply: { answer } }) => ({
    ...{ id, outcome: answer.outcome },
    reference: "reference" in answer ? answer.reference : null,
    code: "code" in answer ? answer.code : null,
  }));
  await tx.tell(sql`
    update operation o set outcome = a.outcome, gateway_reference = a.reference, code = a.code,
      finished_at = ${tx.now}::timestamptz
    from ${rowSet("a", { id: "uuid", outcome: "text", reference: "text", code: "text" }, rows)}
    where o.merchant_id = ${tx.scope}::uuid and o.id = a.id
      and o.outcome in ('sent', 'pending', 'unknown', 'not_found')`);
}
