import type { PaymentStatus } from "@/lib/features/payments/model";
import type { Change, Payment, Refund } from "@/lib/features/pushes/jobs/read-change";
import { paynowNews, trustOutcome, type PushFormat } from "@/lib/features/pushes/model";
import { paynowBody } from "@/lib/wire/paynow/notification";
import { standardBody } from "@/lib/wire/standard-webhooks/body";
import type { TrustTransaction } from "@/lib/wire/trust/answer";
import { notificationBody } from "@/lib/wire/trust/notification";

/** What a push says, or null where its format has nothing to say. */
type Told = { readonly eventType: string; readonly body: string } | null;

const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

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
    baseAmount: Number(payment.amountMinor),
    settleBaseAmount: Number(payment.settleMinor),
    settleDueDate: dayOf(payment.settleDueDate),
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
  baseAmount: Number(refund.amountMinor),
  settleBaseAmount: Number(refund.settleMinor),
  settleDueDate: dayOf(refund.settleDueDate),
  outcome: declined.has(change.toStatus) ? "declined" : "approved",
  authCode: refund.authCode,
  acquirerCode: refund.declineCode,
  startedAt: refund.createdAt,
  settledAt: change.toStatus === "done" ? change.at : null,
});

function trustTold(eventType: string, transaction: TrustTransaction | null, change: Change): Told {
  if (transaction === null) return null;
  const references = { request: change.correlationId, notification: change.id };
  return { eventType, body: notificationBody(transaction, references) };
}

const typeOf = (what: "payment" | "refund", { toStatus }: Change) => `${what}.${toStatus}`;

const money = ({ amountMinor, currency }: { amountMinor: bigint; currency: string }) => ({
  minor: Number(amountMinor),
  currency,
});

function standardPayment(payment: Payment, change: Change): Told {
  const eventType = typeOf("payment", change);
  const body = standardBody(eventType, change.at, {
    paymentId: payment.id,
    transactionReference: payment.transactionReference,
    orderReference: payment.orderReference,
    status: change.toStatus,
    amount: money(payment),
    capturedMinor: Number(payment.capturedMinor),
    refundedMinor: Number(payment.refundedMinor),
  });
  return { eventType, body };
}

/** Paynow's notifications name a payment by the id that its shop was given when the payment was made: here, ours. */
function paynowPayment(payment: Payment, change: Change): Told {
  const status = paynowNews(change.fromStatus as PaymentStatus | null, change.toStatus as PaymentStatus);
  if (status === null) return null;
  const externalId = payment.orderReference ?? "";
  const body = paynowBody({ paymentId: payment.id, externalId, status, modifiedAt: change.at });
  return { eventType: typeOf("payment", change), body };
}

function standardRefund(refund: Refund, change: Change): Told {
  const eventType = typeOf("refund", change);
  const body = standardBody(eventType, change.at, {
    refundId: refund.id,
    paymentId: refund.payment.id,
    orderReference: refund.payment.orderReference,
    status: change.toStatus,
    amount: money(refund),
  });
  return { eventType, body };
}

type Teller = {
  payment(payment: Payment, change: Change): Told;
  /** The settle status changed and the status did not. */
  settlement(payment: Payment, change: Change): Told;
  refund(refund: Refund, change: Change): Told;
};

/** Paynow tells of payments only; settle statuses are Trust's own (domain.md 1.5.3, 5.2). */
export const tellers: Readonly<Record<PushFormat, Teller>> = {
  standard: { payment: standardPayment, settlement: () => null, refund: standardRefund },
  paynow: { payment: paynowPayment, settlement: () => null, refund: () => null },
  trust: {
    payment: (payment, change) =>
      trustTold(typeOf("payment", change), authorisation(payment, change), change),
    settlement: (payment, change) =>
      trustTold("payment.settlement_changed", authorisation(payment, change), change),
    refund: (refund, change) => trustTold(typeOf("refund", change), refundOf(refund, change), change),
  },
};
