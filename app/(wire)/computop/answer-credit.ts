import type { RefundStatus } from "@/lib/features/refunds/model";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import type { Credit } from "@/lib/wire/computop/call";
import type { ComputopReason } from "@/lib/wire/computop/codes";
import { saidOf, withPayment } from "@/app/(wire)/computop/context";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";
import { creditRefusals } from "@/app/(wire)/computop/refusals";

/** One that settles later, that a second person has to agree to or that waits for balance is under way. */
const reasons: Readonly<Record<RefundStatus, ComputopReason>> = {
  awaiting_approval: "pending",
  requested: "pending",
  awaiting_balance: "pending",
  accepted: "ok",
  sent: "pending",
  unknown: "pending",
  done: "ok",
  failed: "declined",
  cancelled: "not_allowed_now",
  rejected: "not_permitted",
};

/** CT-17: no more than was captured. Its XID is the credit's own. */
export const answerCredit = (call: Call, { payId, amount }: Credit): Promise<Said> =>
  withPayment(call, { payId }, async (payment) => {
    const { caller, intentId, correlationId } = call;
    const wish = {
      paymentId: payment.id,
      amount,
      intentId,
      seenLeft: null,
      sendsItself: true,
      correlationId,
    };
    const requested = await requestRefund(caller.actor, wish);
    if (!requested.ok) return refusalTo(call.fields, creditRefusals[requested.error], payment.id);
    const { refundId, status } = requested.value;
    const sent = status === "requested" ? await sendRefundNow(caller.actor, refundId) : null;
    return saidOf(call, payment, { xId: refundId, reason: reasons[sent?.status ?? status] });
  });
