import { z } from "zod";
import { actorLabel, identityOf, type Actor } from "@/lib/kernel/access";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { endReserve } from "@/lib/features/refunds/commands/end-reserve";
import { lockRefund, type Refund } from "@/lib/features/refunds/commands/lock-refund";
import { sendOrAccept } from "@/lib/features/refunds/commands/send-or-accept";
import { decideApproval, type ApprovalRefusal, type RefundStatus } from "@/lib/features/refunds/model";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export type ApprovalWish = {
  readonly refundId: string;
  readonly approves: boolean;
  readonly reason: string | null;
  readonly correlationId?: string;
};

type Decided = Result<{ readonly status: RefundStatus }, ApprovalRefusal | "not_found" | "not_allowed_now">;

const decision = (tx: Tx, reason: string | null) => ({
  decidedBy: identityOf(tx.actor),
  decidedByName: actorLabel(tx.actor),
  decidedAt: tx.now,
  decisionReason: reason,
});

async function approve(tx: Tx, refund: Refund, reason: string | null) {
  const approved = await applyRefundEvent(tx, refund, "approve", {
    reason,
    columns: decision(tx, reason),
  });
  return approved.ok ? sendOrAccept(tx, { ...refund, status: approved.value }) : approved;
}

async function reject(tx: Tx, refund: Refund, reason: string | null) {
  await endReserve(tx, refund, "freed");
  return applyRefundEvent(tx, refund, "reject", { reason, columns: decision(tx, reason) });
}

/** A second person says yes or no to a refund above the merchant's limit. */
export const decideOnRefund = (actor: Actor, wish: ApprovalWish) =>
  inTransaction(
    actor,
    async (tx): Promise<Decided> => {
      const refund = await lockRefund(tx, wish.refundId);
      if (refund === null) return err("not_found");
      const reason = wish.reason === null || wish.reason.trim() === "" ? null : wish.reason.trim();
      const by = identityOf(actor);
      const decided = decideApproval(refund, { by, approves: wish.approves, reason });
      if (!decided.ok) return decided;
      const write = decided.value === "approve" ? approve : reject;
      const written = await write(tx, refund, reason);
      if (!written.ok) return written;
      const word = wish.approves ? "payment.refund_approved" : "payment.refund_rejected";
      await tx.audit(word, ["payment", refund.paymentId], {
        refundId: refund.id,
        minor: Number(refund.amountMinor),
        currency: refund.currency,
        askedBy: refund.askedBy,
        reason,
      });
      return ok({ status: written.value });
    },
    wish.correlationId === undefined ? {} : { correlationId: wish.correlationId },
  );

/** What the dialog of the approvals page sends. */
export const ApprovalInput = z
  .object({
    refundId: z.uuid(),
    decision: z.enum(["approve", "reject"]),
    reason: z
      .string()
      .trim()
      .max(200)
      .refine((text) => !looksLikeCardNumber(text), { error: "card_number" }),
  })
  .transform(({ refundId, decision: word, reason }) => ({
    refundId,
    approves: word === "approve",
    reason: reason === "" ? null : reason,
  }));
