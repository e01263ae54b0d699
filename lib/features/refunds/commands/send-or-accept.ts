import type { Result } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { sendKey } from "@/lib/features/refunds/commands/book-answer";
import { isOnlineRefund, offlineAuthCode, type RefundStatus } from "@/lib/features/refunds/model";
import { ok } from "@/lib/kernel/result";
import type { Tx } from "@/lib/platform/tx";

type Agreed = {
  readonly id: string;
  readonly paymentId: string;
  readonly status: string;
  readonly settleStatus: number | null;
  readonly payment: { readonly method: string; readonly cardBrand: string | null };
};

/**
 * What becomes of a refund that nobody has to agree to any more: one that settles later and whose issuer is not
 * asked is accepted as it is (TP-22), every other one goes to the gateway.
 */
export async function sendOrAccept(
  tx: Tx,
  refund: Agreed,
  options: { readonly runAt?: Date } = {},
): Promise<Result<RefundStatus, "not_allowed_now">> {
  const { method, cardBrand } = refund.payment;
  if (refund.settleStatus !== null && !isOnlineRefund(method, cardBrand)) {
    return applyRefundEvent(tx, refund, "accept", { columns: { authCode: offlineAuthCode } });
  }
  await tx.emit("refund.requested", { refundId: refund.id }, { ...options, key: sendKey(refund.id) });
  return ok("requested");
}
