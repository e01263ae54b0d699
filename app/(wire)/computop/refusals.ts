import type { RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import type { SettlementRefusal } from "@/lib/features/settlement/model";
import type { ComputopReason } from "@/lib/wire/computop/codes";

/** What a payment without renewal says to a reversal: what was captured is given back by a credit (CT-17). */
export const reversalRefusals: Readonly<
  Record<SettlementRefusal | "not_found" | "not_allowed_now", ComputopReason>
> = {
  not_found: "pay_id_unknown",
  not_authorised: "nothing_reserved",
  already_settled: "captured_before",
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
