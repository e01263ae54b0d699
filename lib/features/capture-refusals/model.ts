import type { ChainRefusal } from "@/lib/features/chain-moves/model";
import type { CaptureRefusal } from "@/lib/features/settlement/model";

/** What a chain says, in the words of domain.md 3.6. */
export const chainRefusals = {
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
} as const satisfies Readonly<Record<ChainRefusal | "not_found", string>>;

/** What a payment without renewal says to a capture. */
export const captureRefusals = {
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
} as const satisfies Readonly<Record<CaptureRefusal | "not_found" | "not_allowed_now", string>>;

type Chain = (typeof chainRefusals)[keyof typeof chainRefusals];
type Plain = (typeof captureRefusals)[keyof typeof captureRefusals];

/** Why a row of a file or a call captured nothing, or what the bank said. */
export type CaptureWord =
  Chain | Plain | "currency_differs" | "no_renewal" | "ok" | "declined" | "not_possible_now" | "pending";
