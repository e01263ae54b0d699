import { ok, type Result } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { endReserve } from "@/lib/features/refunds/commands/end-reserve";
import type { Refund } from "@/lib/features/refunds/commands/lock-refund";
import { takeBack } from "@/lib/features/refunds/commands/take-back";
import { balanceCode, nextTryAt, waitsUntil, type RefundStatus } from "@/lib/features/refunds/model";
import type { InquiryAnswer } from "@/lib/platform/gateway/port";
import type { Tx } from "@/lib/platform/tx";

type Booked = Promise<Result<RefundStatus, "not_allowed_now">>;

export const sendKey = (refundId: string) => `refund-send:${refundId}`;

export async function bookRefunded(tx: Tx, refund: Refund, reference: string): Booked {
  await endReserve(tx, refund, "booked");
  const columns = {
    gatewayReference: refund.gatewayReference ?? reference,
    declineCode: null,
    nextInquiryAt: null,
  };
  return applyRefundEvent(tx, refund, "succeed", { columns });
}

/** PN-13: what the balance cannot pay waits where the website says so; every other refusal is the end. */
export async function bookRefused(tx: Tx, refund: Refund, code: string): Booked {
  const hours = refund.payment.website.waitingRefundHours;
  if (code === balanceCode && hours !== null) {
    const columns = {
      declineCode: code,
      waitsUntil: refund.waitsUntil ?? waitsUntil(tx.now, hours),
      nextInquiryAt: nextTryAt(tx.now, refund.inquiries),
      inquiries: { increment: 1 },
    };
    return applyRefundEvent(tx, refund, "lack_balance", { reason: code, columns });
  }
  await endReserve(tx, refund, "freed");
  await takeBack(tx, refund);
  const columns = { declineCode: code, nextInquiryAt: null };
  return applyRefundEvent(tx, refund, "fail", { reason: code, columns });
}

/** U6: nobody knows. `ask` says how and when somebody asks again. */
export async function bookUnknown(
  tx: Tx,
  refund: Refund,
  reason: string | null,
  ask: (at: Date) => Promise<unknown>,
): Booked {
  const at = nextInquiryAt(tx.now, refund.inquiries);
  await ask(at);
  const columns = { nextInquiryAt: at, inquiries: { increment: 1 } };
  if (refund.status === "sent") return applyRefundEvent(tx, refund, "lose_answer", { reason, columns });
  await tx.db.refund.update({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.id } },
    data: columns,
    select: { id: true },
  });
  await tx.announce("payments", refund.paymentId);
  return ok(refund.status as RefundStatus);
}

/** An issuer's agreement to a refund that settles later moves no money yet (TP-22). */
const bookAgreed = (
  tx: Tx,
  refund: Refund,
  answer: Extract<InquiryAnswer, { outcome: "approved" }>,
): Booked =>
  applyRefundEvent(tx, refund, "accept", {
    columns: { gatewayReference: answer.reference, authCode: answer.authCode, nextInquiryAt: null },
  });

export const askAgain = (tx: Tx, refundId: string) => (runAt: Date) =>
  tx.emit("refund.inquire", { refundId }, { runAt, key: `refund-inquire:${refundId}` });

/** Books the gateway's word about a refund that it was asked for on its own, outside a settlement run. */
export async function bookAnswer(tx: Tx, refund: Refund, answer: InquiryAnswer): Booked {
  switch (answer.outcome) {
    case "approved":
      return refund.settleStatus === null
        ? bookRefunded(tx, refund, answer.reference)
        : bookAgreed(tx, refund, answer);
    case "declined":
    case "failed":
      return bookRefused(tx, refund, answer.code);
    case "pending":
      return bookUnknown(tx, refund, "pending", askAgain(tx, refund.id));
    case "unknown":
      return bookUnknown(tx, refund, answer.code, askAgain(tx, refund.id));
    case "not_found":
      await tx.emit("refund.requested", { refundId: refund.id }, { key: sendKey(refund.id) });
      return applyRefundEvent(tx, refund, "not_booked", { columns: { nextInquiryAt: null } });
  }
}
