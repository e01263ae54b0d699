import { inquireRefund, sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { reverseHeldRefund } from "@/lib/features/refunds/commands/take-back";
import { tryWaiting } from "@/lib/features/refunds/commands/try-waiting";
import { claim } from "@/lib/platform/outbox";

export async function sendWishedRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.requested", payload);
  await sendRefundNow(actor, ids.refundId);
}

export async function askAboutRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.inquire", payload);
  await inquireRefund(actor, ids.refundId);
}

export async function takeBackRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.reverse", payload);
  await reverseHeldRefund(actor, ids);
}

export async function tryWaitingRefunds(payload: unknown): Promise<void> {
  await tryWaiting(claim("refunds.try_waiting", payload).actor);
}
