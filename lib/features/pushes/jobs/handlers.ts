import { deliverPush, releasePushes } from "@/lib/features/pushes/jobs/deliver-push";
import { planPaymentPush, planRefundPush, planSettlementPush } from "@/lib/features/pushes/jobs/plan-push";
import { claim } from "@/lib/platform/outbox";

export async function pushPaymentStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  await planPaymentPush(actor, ids);
}

export async function pushSettleStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.settlement_changed", payload);
  await planSettlementPush(actor, ids);
}

export async function pushRefundStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.status_changed", payload);
  await planRefundPush(actor, ids);
}

export async function deliverScheduledPush(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("push.deliver", payload);
  await deliverPush(actor, {
    pushId: ids.pushId,
    trigger: "auto",
    attempt: ids.attempt,
    by: "system:schedule",
  });
}

export async function releaseWaitingPushes(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("website.push_address_set", payload);
  for (let left = "more"; left === "more";) {
    const released = await releasePushes(actor, ids.websiteId);
    left = released.ok ? released.value : "all";
  }
}

export async function deliverResentPush(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("push.resend", payload);
  await deliverPush(actor, {
    pushId: ids.pushId,
    trigger: "manual",
    attemptId: ids.attemptId,
    by: ids.actor,
  });
}
