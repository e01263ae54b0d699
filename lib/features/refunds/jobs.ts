import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Tx } from "@/lib/platform/tx";

const columns = {
  id: true,
  paymentId: true,
  status: true,
  amountMinor: true,
  currency: true,
  correlationId: true,
  inquiries: true,
  payment: { select: { gatewayReference: true } },
} as const;

const read = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.refund.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: columns,
    }),
  );
type Refund = Awaited<ReturnType<typeof read>>;

async function lockFresh(tx: Tx, refund: Refund): Promise<Refund> {
  await lockRow(tx, "payment", refund.paymentId);
  await lockRow(tx, "refund", refund.id);
  return tx.db.refund.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.id } },
    select: columns,
  });
}

async function writeOperation(
  tx: Tx,
  refund: Refund,
  kind: "refund" | "inquire",
  startedAt: Date,
  answer: InquiryAnswer,
) {
  await tx.db.operation.create({
    data: {
      merchantId: tx.scope,
      id: newId(),
      paymentId: refund.paymentId,
      refundId: refund.id,
      kind,
      currency: refund.currency,
      amountMinor: refund.amountMinor,
      outcome: answer.outcome,
      gatewayReference: "reference" in answer ? answer.reference : null,
      code: "code" in answer ? answer.code : null,
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      startedAt,
      finishedAt: tx.now,
    },
    select: { id: true },
  });
}

/** Gives the reserved money back to the balance, or books it as refunded. */
const moveReserve = (tx: Tx, refund: Refund, booked: boolean) =>
  tx.db.payment.update({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.paymentId } },
    data: {
      reservedMinor: { decrement: refund.amountMinor },
      ...(booked ? { refundedMinor: { increment: refund.amountMinor } } : {}),
    },
    select: { id: true },
  });

const askAgain = async (tx: Tx, refund: Refund) => {
  const at = nextInquiryAt(tx.now, refund.inquiries);
  await tx.emit("refund.inquire", { refundId: refund.id }, { runAt: at, key: `refund-inquire:${refund.id}` });
  return { nextInquiryAt: at, inquiries: { increment: 1 } };
};

async function stayUnknown(tx: Tx, refund: Refund, reason: string | null) {
  const changes = await askAgain(tx, refund);
  if (refund.status === "sent") return applyRefundEvent(tx, refund, "lose_answer", { reason, changes });
  await tx.db.refund.update({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.id } },
    data: changes,
    select: { id: true },
  });
  await tx.announce("payments", refund.paymentId);
  return ok(refund.status as RefundStatus);
}

async function applyAnswer(
  tx: Tx,
  refund: Refund,
  answer: InquiryAnswer,
): Promise<Result<RefundStatus, "not_allowed_now">> {
  switch (answer.outcome) {
    case "approved": {
      await moveReserve(tx, refund, true);
      const changes = { gatewayReference: answer.reference, nextInquiryAt: null };
      return applyRefundEvent(tx, refund, "succeed", { changes });
    }
    case "declined":
    case "failed": {
      await moveReserve(tx, refund, false);
      const changes = { declineCode: answer.code, nextInquiryAt: null };
      return applyRefundEvent(tx, refund, "fail", { reason: answer.code, changes });
    }
    case "pending":
      return stayUnknown(tx, refund, "pending");
    case "unknown":
      return stayUnknown(tx, refund, answer.code);
    case "not_found": {
      await tx.emit("refund.requested", { refundId: refund.id });
      return applyRefundEvent(tx, refund, "not_booked", { changes: { nextInquiryAt: null } });
    }
  }
}

const settle = (
  actor: Actor,
  refund: Refund,
  kind: "refund" | "inquire",
  reply: GatewayReply<InquiryAnswer>,
) =>
  inTransaction(
    actor,
    async (tx) => {
      const fresh = await lockFresh(tx, refund);
      await recordExchange(tx, reply.exchange, refund.paymentId);
      await writeOperation(tx, refund, kind, reply.exchange.startedAt, reply.answer);
      await tx.audit("payment.refund_answered", ["payment", refund.paymentId], {
        refundId: refund.id,
        outcome: reply.answer.outcome,
      });
      if (fresh.status !== "sent" && fresh.status !== "unknown") return ok(fresh.status as RefundStatus);
      return applyAnswer(tx, fresh, reply.answer);
    },
    { correlationId: refund.correlationId },
  );

/** Marks the refund as sent before it is sent. One found as sent was cut off by a crash: nobody knows its outcome. */
const markSent = (actor: Actor, refund: Refund) =>
  inTransaction(
    actor,
    async (tx) => {
      const fresh = await lockFresh(tx, refund);
      await tx.audit("payment.refund_sent", ["payment", refund.paymentId], { refundId: refund.id });
      if (fresh.status === "requested") {
        const sent = await applyRefundEvent(tx, fresh, "send");
        return sent.ok ? ok("send" as const) : sent;
      }
      if (fresh.status !== "sent") return err("not_allowed_now");
      const lost = await stayUnknown(tx, fresh, "interrupted");
      return lost.ok ? ok("ask" as const) : lost;
    },
    { correlationId: refund.correlationId },
  );

/** Hands a wished refund to the gateway. The refund's id is the gateway's idempotency key. */
export async function sendRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.requested", payload);
  const refund = await read(actor, ids.refundId);
  const marked = await markSent(actor, refund);
  if (!marked.ok || marked.value === "ask") return;
  const reply = await gateway().refund({
    operationId: refund.id,
    authorisationReference: refund.payment.gatewayReference ?? "",
    amount: { minor: Number(refund.amountMinor), currency: refund.currency },
  });
  await settle(actor, refund, "refund", reply);
}

/** Asks the gateway about a refund whose answer was lost, before anything is repeated (U6). */
export async function inquireRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.inquire", payload);
  const refund = await read(actor, ids.refundId);
  if (refund.status !== "unknown") return;
  await settle(actor, refund, "inquire", await gateway().inquire({ operationId: refund.id }));
}
