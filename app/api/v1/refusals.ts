import type { PushAddressRefusal } from "@/lib/features/payments/commands/create-payment";
import type { NewPaymentRefusal } from "@/lib/features/payments/commands/new-payment";
import type { ChainCaptureRefusal } from "@/lib/features/payments/queries/open-moves";
import type { RetryRefusal } from "@/lib/features/payments/model";
import type { RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import type { ApprovalRefusal, CancelRefusal } from "@/lib/features/refunds/model";
import type { CaptureRefusal, SettlementRefusal } from "@/lib/features/settlement/model";
import { isUuid } from "@/lib/kernel/uuid";
import { problem, type Answer, type FieldProblem } from "@/lib/web/problem";

/** An id of the address, or null: what cannot be an id is not found, like an id that nobody has. */
export function readId(text: string): string | null {
  const id = text.toLowerCase();
  return isUuid(id) ? id : null;
}

type WrongField = Exclude<NewPaymentRefusal, "intent_used">;

const wrongFields: Readonly<Record<WrongField, FieldProblem>> = {
  unknown_website: { field: "", reason: "unknown_website" },
  unknown_currency: { field: "amount.currency", reason: "unknown_value" },
  amount_out_of_range: { field: "amount.minor", reason: "too_big" },
  validity_out_of_range: { field: "validitySeconds", reason: "too_big" },
  card_missing: { field: "card", reason: "required" },
  card_not_allowed: { field: "card.number", reason: "not_a_test_card" },
};

type RuleRefusal =
  | RequestRefusal
  | SettlementRefusal
  | CaptureRefusal
  | RetryRefusal
  | CancelRefusal
  | ApprovalRefusal
  | ChainCaptureRefusal;
export type Refusal = RuleRefusal | WrongField | PushAddressRefusal;

const details: Readonly<Record<Exclude<RuleRefusal, "intent_used">, string>> = {
  not_found: "There is no such payment.",
  not_completed: "Only a completed payment can be refunded.",
  wrong_currency: "The amount has the currency of its payment.",
  nothing_left: "Everything is refunded, or a refund is under way.",
  balance_changed: "What is left is no longer what seenLeft says. Read the payment again.",
  more_than_left: "Read leftToRefund of the payment.",
  too_late: "The website's time for refunds of this payment is over.",
  below_minimum: "A refund to a card in PLN is at least 1.00.",
  refund_in_platform: "Refund this payment in the shop platform.",
  override_not_yours: "Only the owner may refund outside the shop platform.",
  reason_missing: "Give a reason.",
  not_authorised: "Read settleStatus: there is nothing that could settle or be captured.",
  already_settled: "What has settled can only be refunded.",
  already_cancelled: "A cancellation cannot be undone.",
  settling_now: "Read settleStatus again in some minutes.",
  reservation_over: "It is being cancelled: the bank no longer holds the amount. Create a new payment.",
  has_chain: "Capture it, or reverse it in the portal: its reservation is renewed.",
  captured_today: "Read opensAt of moves.capture, or switch realtime on for the website.",
  rest_waits: "Read opensAt of moves.capture.",
  too_soon: "Read opensAt of moves.capture.",
  night: "Read opensAt of moves.capture.",
  suspended: "Release it with settleStatus 0 or 1; it settles by itself then.",
  settles_by_itself: "Only payments with captureMode manual are captured by hand.",
  amount_not_positive: "The amount is at least one minor unit.",
  amount_above_authorised: "Read amount of the payment.",
  nothing_changed: "Everything is already as asked for.",
  already_paid: "A paid payment needs no retry.",
  already_retried: "Look for the payment whose predecessorId is this one.",
  still_authorised: "Capture or cancel it instead.",
  expired_for_good: "Create a new payment.",
  cancelled_for_good: "Create a new payment.",
  retry_off: "Switch retries on for the website, or create a new payment.",
  not_started_yet: "Wait until the gateway has answered.",
  under_way: "Wait for its end; it may have reached the gateway.",
  ended_before: "Read status of the refund.",
  not_waiting: "Read status of the refund.",
  own_refund: "Somebody other than who asked for the refund decides on it.",
  not_allowed_now: "Read it again.",
};

const isWrongField = (refusal: Refusal): refusal is WrongField => Object.hasOwn(wrongFields, refusal);
/** `pushUrl.private_address`: no other refusal has a dot. */
const isPushAddress = (refusal: Refusal): refusal is PushAddressRefusal => refusal.includes(".");

function fieldOf(refusal: WrongField | PushAddressRefusal): FieldProblem {
  if (!isPushAddress(refusal)) return wrongFields[refusal];
  const [field = "", reason = ""] = refusal.split(".");
  return { field, reason };
}

/** Why a command said no, in the words of the document. */
export function refused(refusal: Refusal): Answer {
  if (isWrongField(refusal) || isPushAddress(refusal)) {
    return problem("invalid_fields", "See errors.", { errors: [fieldOf(refusal)] });
  }
  return refusal === "intent_used"
    ? problem("idempotency_key_reused", "This key was first used for something else. Use a new key.")
    : problem(refusal, details[refusal]);
}

export const noSuchRefund = (): Answer => problem("not_found", "There is no such refund.");
