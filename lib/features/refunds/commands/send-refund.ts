import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { askAgain, bookAnswer, bookUnknown, sendKey } from "@/lib/features/refunds/commands/book-answer";
import { lockRefund, readRefund, type Refund } from "@/lib/features/refunds/commands/lock-refund";
import { writeOperation } from "@/lib/features/refunds/commands/operations";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** Longer than any call to the gateway: a refund that stands as sent for less may still be on its way. */
export const leaseMs = 30_000;

const leaseEnd = (since: Date) => new Date(since.getTime() + leaseMs);

const sendLater = (tx: Tx, refundId: string, runAt: Date) =>
  tx.emit("refund.requested", { refundId }, { runAt, key: sendKey(refundId) });

const book = (actor: Actor, refund: Refund, kind: "refund" | "inquire", reply: GatewayReply<InquiryAnswer>) =>
  inTransaction(
    actor,
    async (tx) => {
      const fresh = (await lockRefund(tx, refund.id)) ?? refund;
      await recordExchange(tx, reply.exchange, { paymentId: refund.paymentId });
      await writeOperation(tx, refund, kind, reply.exchange.startedAt, reply.answer);
      await tx.audit("payment.refund_answered", ["payment", refund.paymentId], {
        refundId: refund.id,
        outcome: reply.answer.outcome,
      });
      if (fresh.status !== "sent" && fresh.status !== "unknown") return ok(fresh.status as RefundStatus);
      return bookAnswer(tx, fresh, reply.answer);
    },
    { correlationId: refund.correlationId },
  );

/** One found as sent was cut off by a crash when its lease is over: nobody knows its outcome (U6). */
async function findSent(tx: Tx, refund: Refund) {
  if (refund.status !== "sent" || refund.settleStatus === 10) return err("not_allowed_now");
  if (tx.now < leaseEnd(refund.statusAt)) {
    await sendLater(tx, refund.id, leaseEnd(refund.statusAt));
    return ok("leave" as const);
  }
  const lost = await bookUnknown(tx, refund, "interrupted", askAgain(tx, refund.id));
  return lost.ok ? ok("leave" as const) : lost;
}

/** Marks the refund as sent before it is sent. */
const markSent = (actor: Actor, refund: Refund, from: "requested" | "awaiting_balance") =>
  inTransaction(
    actor,
    async (tx) => {
      const fresh = await lockRefund(tx, refund.id);
      if (fresh === null) return err("not_allowed_now");
      await tx.audit("payment.refund_sent", ["payment", refund.paymentId], { refundId: refund.id });
      if (fresh.status !== from) return findSent(tx, fresh);
      // Nobody else comes back for a waiting one that a crash cuts off.
      if (from === "awaiting_balance") await sendLater(tx, fresh.id, leaseEnd(tx.now));
      const sent = await applyRefundEvent(tx, fresh, "send");
      return sent.ok ? ok("send" as const) : sent;
    },
    { correlationId: refund.correlationId },
  );

export type SentRefund = {
  readonly status: RefundStatus;
  readonly authCode: string | null;
  readonly declineCode: string | null;
};

/**
 * Hands a wished refund to the gateway and books its word; one that settles later is only agreed (TP-22).
 * The refund's id is the gateway's idempotency key. Harmless when somebody else was first.
 */
export async function sendRefundNow(
  actor: Actor,
  refundId: string,
  from: "requested" | "awaiting_balance" = "requested",
): Promise<SentRefund | null> {
  const refund = await readRefund(actor, refundId);
  if (refund === null) return null;
  const marked = await markSent(actor, refund, from);
  if (marked.ok && marked.value === "send") {
    const reply = await gateway().refund({
      operationId: refund.id,
      authorisationReference: refund.payment.gatewayReference ?? "",
      amount: { minor: Number(refund.amountMinor), currency: refund.currency },
      isHeld: refund.settleStatus !== null,
    });
    await book(actor, refund, "refund", reply);
  }
  const after = (await readRefund(actor, refundId)) ?? refund;
  return {
    status: after.status as RefundStatus,
    authCode: after.authCode,
    declineCode: after.declineCode,
  };
}

/** Asks the gateway about a refund whose answer was lost, before anything is repeated (U6). */
export async function inquireRefund(actor: Actor, refundId: string): Promise<void> {
  const refund = await readRefund(actor, refundId);
  if (refund?.status !== "unknown" || refund.settleStatus === 10) return;
  await book(actor, refund, "inquire", await gateway().inquire({ operationId: refund.id }));
}
