import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { timelineOf } from "@/lib/features/payments/queries/timeline";
import { reading, type Db } from "@/lib/platform/tx";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const mostParts = 200;

const readPayment = (db: Db, scope: MerchantScope, id: string) =>
  db.payment.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      transactionReference: true,
      orderReference: true,
      description: true,
      customerEmail: true,
      customerName: true,
      customerCountry: true,
      method: true,
      cardBrand: true,
      cardFirstSix: true,
      cardLastFour: true,
      cardExpiry: true,
      accountType: true,
      currency: true,
      amountMinor: true,
      capturedMinor: true,
      refundedMinor: true,
      reservedMinor: true,
      status: true,
      settleStatus: true,
      settleDueDate: true,
      captureMode: true,
      gatewayReference: true,
      authCode: true,
      declineCode: true,
      createdAt: true,
      statusAt: true,
      authorisedAt: true,
      completedAt: true,
      predecessorId: true,
      website: { select: { id: true, name: true, url: true, pushUrl: true } },
    },
  });

const readOperations = (db: Db, scope: MerchantScope, paymentId: string) =>
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

const readRefunds = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.refund.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      transactionReference: true,
      amountMinor: true,
      currency: true,
      reason: true,
      status: true,
      actor: true,
      gatewayReference: true,
      declineCode: true,
      createdAt: true,
      statusAt: true,
      inquiries: true,
      nextInquiryAt: true,
    },
  });

const readPushes = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.push.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: {
      id: true,
      refundId: true,
      eventType: true,
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

const readExchanges = (db: Db, scope: MerchantScope, paymentId: string) =>
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

const readHistory = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.paymentHistory.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: {
      id: true,
      refundId: true,
      event: true,
      fromStatus: true,
      toStatus: true,
      actor: true,
      reason: true,
      at: true,
      correlationId: true,
    },
  });

/** People's own acts on this payment; what machines did stands in history, operations and attempts already. */
const readAudit = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.auditLine.findMany({
    where: { merchantId: scope, subjectId: paymentId, actor: { startsWith: "user:" } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: mostParts,
    select: { id: true, at: true, actor: true, action: true },
  });

const money = (minor: bigint, currency: string): Money => ({ minor: Number(minor), currency });

function factsOf(payment: NonNullable<Awaited<ReturnType<typeof readPayment>>>) {
  const { amountMinor, capturedMinor, refundedMinor, reservedMinor, currency, status, ...rest } = payment;
  return {
    ...rest,
    status: status as PaymentStatus,
    amount: money(amountMinor, currency),
    captured: money(capturedMinor, currency),
    refunded: money(refundedMinor, currency),
    reserved: money(reservedMinor, currency),
    left: money(capturedMinor - refundedMinor - reservedMinor, currency),
  };
}

const priced = <P extends { readonly amountMinor: bigint; readonly currency: string }>({
  amountMinor,
  currency,
  ...rest
}: P) => ({ ...rest, amount: money(amountMinor, currency) });

/** Everything about one payment, in one snapshot; null for absent, foreign, or no id at all. */
export async function getPayment(scope: MerchantScope, id: string) {
  if (!uuid.test(id)) return null;
  return reading(scope, async (db) => {
    const payment = await readPayment(db, scope, id);
    if (payment === null) return null;
    const operations = (await readOperations(db, scope, id)).map(priced);
    const refunds = (await readRefunds(db, scope, id)).map(priced);
    const pushes = await readPushes(db, scope, id);
    const exchanges = await readExchanges(db, scope, id);
    const history = await readHistory(db, scope, id);
    const audit = await readAudit(db, scope, id);
    const timeline = timelineOf({ history, operations, refunds, pushes, exchanges, audit });
    return { payment: factsOf(payment), operations, refunds, pushes, exchanges, history, timeline };
  });
}

export type PaymentDetail = NonNullable<Awaited<ReturnType<typeof getPayment>>>;
