import type { EventName } from "@/lib/kernel/events";
import { capturePayment, inquirePayment } from "@/lib/features/payments/jobs";
import {
  deliverResentPush,
  deliverScheduledPush,
  pushPaymentStatus,
  pushRefundStatus,
} from "@/lib/features/pushes/jobs/handlers";
import { inquireRefund, sendRefund } from "@/lib/features/refunds/jobs";

/** An event without a handler does not compile. */
export const handlers: Readonly<Record<EventName, (payload: unknown) => Promise<void>>> = {
  "payment.inquire": inquirePayment,
  "payment.capture": capturePayment,
  "payment.status_changed": pushPaymentStatus,
  "refund.requested": sendRefund,
  "refund.inquire": inquireRefund,
  "refund.status_changed": pushRefundStatus,
  "push.deliver": deliverScheduledPush,
  "push.resend": deliverResentPush,
};
