import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Db } from "@/lib/platform/tx";

const mostParts = 200;

export const readOperations = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.operation.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: {
      id: true,
      refundId: true,
      kind: true,
      amountMinor: true,
      currency: true,
      outcome: true,
      gatewayReference: true,
      code: true,
      actor: true,
      correlationId: true,
      startedAt: true,
      finishedAt: true,
    },
  });

export const readRefunds = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.refund.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      transactionReference: true,
      amountMinor: true,
      currency: true,
      reason: true,
      basis: true,
      status: true,
      settleStatus: true,
      settleMinor: true,
      settleDueDate: true,
      orderReference: true,
      actor: true,
      decidedByName: true,
      decidedAt: true,
      decisionReason: true,
      waitsUntil: true,
      gatewayReference: true,
      declineCode: true,
      createdAt: true,
      statusAt: true,
      inquiries: true,
      nextInquiryAt: true,
    },
  });

export const readShipments = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.shipment.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: {
      id: true,
      carrier: true,
      trackingCode: true,
      shippedAt: true,
      outcome: true,
      actor: true,
      createdAt: true,
    },
  });

export const readPushes = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.push.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: {
      id: true,
      refundId: true,
      eventType: true,
      format: true,
      website: { select: { pushSchedule: true, pushWaits: true } },
      state: true,
      body: true,
      createdAt: true,
      nextAttemptAt: true,
      attemptCount: true,
      scheduledCount: true,
      attempts: {
        orderBy: { number: "asc" },
        select: {
          id: true,
          number: true,
          trigger: true,
          actor: true,
          url: true,
          startedAt: true,
          tookMs: true,
          outcome: true,
          status: true,
          error: true,
          answer: true,
        },
      },
    },
  });

export const readExchanges = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.exchange.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: {
      id: true,
      leg: true,
      method: true,
      url: true,
      requestHeaders: true,
      requestBody: true,
      status: true,
      responseHeaders: true,
      responseBody: true,
      error: true,
      startedAt: true,
      tookMs: true,
      correlationId: true,
    },
  });

export const readHistory = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.paymentHistory.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: {
      id: true,
      refundId: true,
      event: true,
      fromStatus: true,
      toStatus: true,
      fromSettle: true,
      toSettle: true,
      changes: true,
      actor: true,
      reason: true,
      at: true,
      correlationId: true,
    },
  });

/** Every state of every message about this payment. */
export const readMessages = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.communication.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: {
      id: true,
      kind: true,
      addressee: true,
      resendOfId: true,
      history: { select: { id: true, toState: true, reason: true, actor: true, at: true } },
    },
  });

export const readBounces = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.bounce.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ bouncedAt: "asc" }, { id: "asc" }],
    take: mostParts,
    select: { id: true, class: true, addressee: true, reason: true, bouncedAt: true },
  });

/** What people did with this payment and left no other trace of on it. */
export const shownActions = [
  "payment.refund_requested",
  "payment.retry_offered",
  "payment.order_linked",
  "push.resend_requested",
] as const;

export const readAudit = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.auditLine.findMany({
    where: {
      merchantId: scope,
      subjectId: paymentId,
      actor: { startsWith: "user:" },
      action: { in: [...shownActions] },
    },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: mostParts,
    select: { id: true, at: true, actor: true, action: true },
  });
