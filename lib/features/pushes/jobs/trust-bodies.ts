import type { PaymentStatus } from "@/lib/features/payments/model";
import type { Change, Payment, Refund } from "@/lib/features/pushes/jobs/read-change";
import { trustOutcome } from "@/lib/features/pushes/model";
import type { TrustTransaction } from "@/lib/wire/trust/answer";
import { notificationBody } from "@/lib/wire/trust/notification";

function cardOf({ cardBrand, cardFirstSix, cardLastFour, cardExpiry }: Payment): TrustTransaction["card"] {
  if (cardFirstSix === null || cardLastFour === null) return null;
  return { brand: cardBrand ?? "", firstSix: cardFirstSix, lastFour: cardLastFour, expiry: cardExpiry };
}

const ofSite = (payment: Payment, change: Change) => ({
  siteReference: payment.website.siteReference,
  accountType: payment.accountType,
  card: cardOf(payment),
  currency: payment.currency,
  settleStatus: change.toSettle,
  operator: change.actor.replace(/^[a-z]+:/, ""),
});

function authorisation(payment: Payment, change: Change): TrustTransaction | null {
  const outcome = trustOutcome(change.toStatus as PaymentStatus, payment.authorisedAt !== null);
  if (outcome === null) return null;
  return {
    ...ofSite(payment, change),
    type: "AUTH",
    transactionReference: payment.transactionReference,
    parentTransactionReference: null,
    orderReference: payment.orderReference,
    baseAmount: payment.amountMinor,
    settleBaseAmount: payment.settleMinor,
    settleDueDate: payment.settleDueDate,
    outcome,
    authCode: payment.authCode,
    acquirerCode: payment.declineCode,
    startedAt: payment.createdAt,
    settledAt: payment.completedAt,
  };
}

const declined = new Set(["failed", "rejected"]);

const refundOf = (refund: Refund, change: Change): TrustTransaction => ({
  ...ofSite(refund.payment, change),
  type: "REFUND",
  transactionReference: refund.transactionReference,
  parentTransactionReference: refund.payment.transactionReference,
  orderReference: refund.orderReference ?? refund.payment.orderReference,
  baseAmount: refund.amountMinor,
  settleBaseAmount: refund.settleMinor,
  settleDueDate: refund.settleDueDate,
  outcome: declined.has(change.toStatus) ? "declined" : "approved",
  authCode: refund.authCode,
  acquirerCode: refund.declineCode,
  startedAt: refund.createdAt,
  settledAt: change.toStatus === "done" ? change.at : null,
});

const notificationOf = (transaction: TrustTransaction, change: Change): string =>
  notificationBody(transaction, { request: change.correlationId, notification: change.id });

/** Null while there is nothing to say. */
export function trustPayment(payment: Payment, change: Change): string | null {
  const transaction = authorisation(payment, change);
  return transaction === null ? null : notificationOf(transaction, change);
}

export const trustRefund = (refund: Refund, change: Change): string =>
  notificationOf(refundOf(refund, change), change);
