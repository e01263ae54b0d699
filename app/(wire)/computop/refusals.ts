import type { ChainRefusal } from "@/lib/features/chain-moves/model";
import type { RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import type { CaptureRefusal, SettlementRefusal } from "@/lib/features/settlement/model";
import type { ComputopReason } from "@/lib/wire/computop/codes";

/** What a chain says (domain.md 3.6). */
export const chainRefusals: Readonly<Record<ChainRefusal | "not_found", ComputopReason>> = {
  not_found: "pay_id_unknown",
  under_way: "busy",
  amount_not_positive: "amount_not_positive",
  amount_above_rest: "amount_above_rest",
  captured_today: "second_capture_today",
  rest_waits: "second_capture_today",
  too_soon: "capture_too_soon",
  night: "night_window",
  no_reservation: "nothing_reserved",
  all_captured: "nothing_reserved",
  was_reversed: "nothing_reserved",
  has_lapsed: "nothing_reserved",
  not_live: "no_renewal",
  capture_day_over: "too_late_to_reverse",
  last_action_credit: "not_allowed_now",
  credited_meanwhile: "not_allowed_now",
  changed_meanwhile: "busy",
};

/** What a payment without renewal says to a capture (domain.md 3.6). */
export const captureRefusals: Readonly<
  Record<CaptureRefusal | "not_found" | "not_allowed_now" | "has_chain", ComputopReason>
> = {
  not_found: "pay_id_unknown",
  not_authorised: "nothing_reserved",
  already_settled: "nothing_reserved",
  already_cancelled: "nothing_reserved",
  reservation_over: "nothing_reserved",
  settling_now: "busy",
  has_chain: "busy",
  suspended: "not_allowed_now",
  settles_by_itself: "not_allowed_now",
  not_allowed_now: "not_allowed_now",
  amount_not_positive: "amount_not_positive",
  amount_above_authorised: "amount_above_rest",
};

/** The same to a reversal: what was captured is given back by a credit (CT-17). */
export const reversalRefusals: Readonly<
  Record<SettlementRefusal | "not_found" | "not_allowed_now", ComputopReason>
> = {
  not_found: "pay_id_unknown",
  not_authorised: "nothing_reserved",
  already_settled: "too_late_to_reverse",
  already_cancelled: "nothing_reserved",
  reservation_over: "nothing_reserved",
  has_chain: "busy",
  settling_now: "busy",
  not_allowed_now: "not_allowed_now",
  nothing_changed: "not_allowed_now",
  amount_not_positive: "not_allowed_now",
  amount_above_authorised: "not_allowed_now",
};

/** CT-17. The rules of a shop platform bind people only; `balance_changed` met another credit. */
export const creditRefusals: Readonly<Record<RequestRefusal, ComputopReason>> = {
  not_found: "pay_id_unknown",
  intent_used: "req_id_used",
  not_completed: "nothing_captured",
  wrong_currency: "currency_differs",
  nothing_left: "amount_above_captured",
  more_than_left: "amount_above_captured",
  balance_changed: "busy",
  below_minimum: "amount_too_small",
  too_late: "not_allowed_now",
  refund_in_platform: "not_permitted",
  override_not_yours: "not_permitted",
  reason_missing: "not_allowed_now",
};
