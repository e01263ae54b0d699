import { deliverLane } from "@/lib/features/pushes/jobs/deliver-lane";
import { windDueLanes } from "@/lib/features/pushes/jobs/lanes";
import {
  planDataRequestPush,
  planInvoicePush,
  planPaymentPush,
  planRefundPush,
  planSettlementPush,
} from "@/lib/features/pushes/jobs/plan-push";
import { releasePushes } from "@/lib/features/pushes/jobs/release";
import { attemptPushes } from "@/lib/features/pushes/jobs/send";
import { claim } from "@/lib/platform/outbox";

export async function pushPaymentStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  await planPaymentPush(actor, ids.historyId);
}

export async function pushCapture(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.captured", payload);
  await planPaymentPush(actor, ids.historyId);
}

export async function pushSettleStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.settlement_changed", payload);
  await planSettlementPush(actor, ids.historyId);
}

export async function pushRefundStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.status_changed", payload);
  await planRefundPush(actor, ids.historyId);
}

export async function pushDataRequestStatus(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("data_request.status_changed", payload);
  await planDataRequestPush(actor, ids.historyId);
}

export async function pushInvoiceNews(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("invoice.changed", payload);
  await planInvoicePush(actor, ids.historyId);
}

export async function deliverDuePushes(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("pushes.deliver", payload);
  await deliverLane(actor, ids.host);
}

export async function wakeLanes(payload: unknown): Promise<void> {
  const { actor } = claim("pushes.wake", payload);
  await windDueLanes(actor.scope);
}

export async function releaseWaitingPushes(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("website.push_address_set", payload);
  await releasePushes(actor, ids.websiteId);
}

export async function deliverResentPush(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("push.resend", payload);
  await attemptPushes(actor, [ids], { trigger: "manual", by: ids.actor });
}
