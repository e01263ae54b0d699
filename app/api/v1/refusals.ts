import type { NewPaymentRefusal } from "@/lib/features/payments/commands/create-payment";
import type { RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import { problem, type Answer, type FieldProblem, type ProblemReason } from "@/lib/web/problem";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id of the address, or null: what cannot be an id is not found, like an id that nobody has. */
export const readId = (text: string): string | null => (uuid.test(text) ? text.toLowerCase() : null);

const wrongFields: Readonly<Record<Exclude<NewPaymentRefusal, "intent_used">, FieldProblem>> = {
  unknown_website: { field: "", reason: "unknown_website" },
  unknown_currency: { field: "amount.currency", reason: "unknown_value" },
  amount_out_of_range: { field: "amount.minor", reason: "too_big" },
  validity_out_of_range: { field: "validitySeconds", reason: "too_big" },
  card_missing: { field: "card", reason: "required" },
  card_not_allowed: { field: "card.number", reason: "not_a_test_card" },
};

export const paymentProblem = (refusal: NewPaymentRefusal): Answer =>
  refusal === "intent_used"
    ? problem("idempotency_key_reused", "This key was first used for another payment. Use a new key.")
    : problem("invalid_fields", "See errors.", { errors: [wrongFields[refusal]] });

const details: Readonly<Record<RequestRefusal, readonly [ProblemReason, string]>> = {
  not_found: ["not_found", "There is no such payment."],
  intent_used: ["idempotency_key_reused", "This key was first used for another refund. Use a new key."],
  not_completed: ["not_completed", "Only a completed payment can be refunded."],
  wrong_currency: ["wrong_currency", "A refund has the currency of its payment."],
  nothing_left: ["nothing_left", "Everything is refunded, or a refund is under way."],
  balance_changed: [
    "balance_changed",
    "What is left is no longer what seenLeft says. Read the payment again.",
  ],
  more_than_left: ["more_than_left", "Read leftToRefund of the payment."],
  too_late: ["too_late", "The website's time for refunds of this payment is over."],
  below_minimum: ["below_minimum", "A refund to a card in PLN is at least 1.00."],
  refund_in_platform: ["refund_in_platform", "Refund this payment in the shop platform."],
  override_not_yours: ["override_not_yours", "Only the owner may refund outside the shop platform."],
  reason_missing: ["reason_missing", "Give a reason."],
};

export const refundProblem = (refusal: RequestRefusal): Answer => problem(...details[refusal]);
