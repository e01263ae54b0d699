import "server-only";
import type { PaymentStatus } from "@/lib/features/payments/model";
import type { RefundStatus } from "@/lib/features/refunds/model";

type Outcome = "approved" | "declined" | "failed" | "unknown" | "queued";

/** A row as the queries of transactions give it. `state` is a word of payment, refund or subscription. */
export type RawTransaction = {
  type: "AUTH" | "REFUND" | "SUBSCRIPTION";
  transaction_reference: string;
  parent_reference: string | null;
  site_reference: string;
  order_reference: string | null;
  currency: string;
  amount_minor: number;
  settle_minor: number;
  settle_status: number | null;
  settle_due: string | null;
  state: string;
  was_authorised: boolean;
  auth_code: string | null;
  decline_code: string | null;
  account_type: string;
  card_brand: string | null;
  card_first_six: string | null;
  card_last_four: string | null;
  card_expiry: string | null;
  actor: string | null;
  created_at: Date;
  settled_at: Date | null;
};

const paymentOutcomes: Readonly<Record<PaymentStatus, Outcome | "as_authorised">> = {
  started: "unknown",
  pending: "unknown",
  authorised: "approved",
  completed: "approved",
  rejected: "declined",
  retried: "declined",
  failed: "as_authorised",
  expired: "as_authorised",
  cancelled: "as_authorised",
};

const refundOutcomes: Readonly<Record<RefundStatus, Outcome>> = {
  awaiting_approval: "queued",
  awaiting_balance: "queued",
  accepted: "approved",
  cancelled: "approved",
  rejected: "declined",
  requested: "approved",
  sent: "approved",
  done: "approved",
  failed: "declined",
  unknown: "unknown",
};

function outcomeOf(raw: RawTransaction): Outcome {
  if (raw.type === "SUBSCRIPTION") return "approved";
  if (raw.type === "REFUND") return refundOutcomes[raw.state as RefundStatus];
  const outcome = paymentOutcomes[raw.state as PaymentStatus];
  if (outcome !== "as_authorised") return outcome;
  return raw.was_authorised ? "approved" : "failed";
}

function cardOf(raw: RawTransaction) {
  if (raw.card_first_six === null || raw.card_last_four === null) return null;
  return {
    brand: raw.card_brand ?? "",
    firstSix: raw.card_first_six,
    lastFour: raw.card_last_four,
    expiry: raw.card_expiry,
  };
}

export const toTransaction = (raw: RawTransaction) => ({
  type: raw.type,
  transactionReference: raw.transaction_reference,
  parentTransactionReference: raw.parent_reference,
  siteReference: raw.site_reference,
  orderReference: raw.order_reference,
  currency: raw.currency,
  baseAmount: raw.amount_minor,
  settleBaseAmount: raw.settle_minor,
  settleStatus: raw.settle_status,
  settleDueDate: raw.settle_due,
  outcome: outcomeOf(raw),
  authCode: raw.auth_code,
  acquirerCode: raw.decline_code,
  accountType: raw.account_type,
  card: cardOf(raw),
  operator: raw.actor?.replace(/^[a-z]+:/, "") ?? "",
  startedAt: raw.created_at,
  settledAt: raw.settled_at,
});

/** An authorisation, a refund or a plan with everything that a report about it tells. */
export type Transaction = ReturnType<typeof toTransaction>;
