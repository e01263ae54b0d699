import type { Prisma } from "@/lib/platform/generated/client";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Db } from "@/lib/platform/tx";

/** The status change that a push tells of. */
export const readChange = (db: Db, scope: MerchantScope, historyId: string) =>
  db.paymentHistory.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id: historyId } },
    select: {
      id: true,
      fromStatus: true,
      toStatus: true,
      toSettle: true,
      actor: true,
      correlationId: true,
      at: true,
    },
  });
export type Change = Awaited<ReturnType<typeof readChange>>;

const websiteColumns = {
  siteReference: true,
  websiteKey: true,
  pushFormat: true,
  pushUrl: true,
  pushUrlFailure: true,
} satisfies Prisma.WebsiteSelect;

const paymentColumns = {
  id: true,
  websiteId: true,
  transactionReference: true,
  orderReference: true,
  amountMinor: true,
  settleMinor: true,
  currency: true,
  capturedMinor: true,
  refundedMinor: true,
  settleDueDate: true,
  authorisedAt: true,
  completedAt: true,
  createdAt: true,
  authCode: true,
  declineCode: true,
  accountType: true,
  cardBrand: true,
  cardFirstSix: true,
  cardLastFour: true,
  cardExpiry: true,
  method: true,
  invoiceNumber: true,
  customerName: true,
  pushUrl: true,
  pushUrlFailure: true,
  website: { select: websiteColumns },
} satisfies Prisma.PaymentSelect;

export const readPayment = (db: Db, scope: MerchantScope, id: string) =>
  db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    select: paymentColumns,
  });
export type Payment = Awaited<ReturnType<typeof readPayment>>;

export const readRefund = (db: Db, scope: MerchantScope, id: string) =>
  db.refund.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      transactionReference: true,
      orderReference: true,
      amountMinor: true,
      settleMinor: true,
      currency: true,
      settleDueDate: true,
      authCode: true,
      declineCode: true,
      createdAt: true,
      payment: { select: paymentColumns },
    },
  });
export type Refund = Awaited<ReturnType<typeof readRefund>>;

export const readRequestChange = (db: Db, scope: MerchantScope, historyId: string) =>
  db.dataRequestHistory.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id: historyId } },
    select: { id: true, toCode: true, subCode: true, text: true, at: true },
  });
export type RequestChange = Awaited<ReturnType<typeof readRequestChange>>;

export const readDataRequest = (db: Db, scope: MerchantScope, id: string) =>
  db.dataRequest.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      websiteId: true,
      key: true,
      service: true,
      action: true,
      invoiceNumber: true,
      orderReference: true,
      isTest: true,
      outputParameters: true,
      customParameters: true,
      additionalParameters: true,
      pushUrl: true,
      pushUrlFailure: true,
      website: { select: websiteColumns },
    },
  });
export type DataRequest = Awaited<ReturnType<typeof readDataRequest>>;
