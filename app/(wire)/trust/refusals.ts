import type { RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import type { SettlementRefusal } from "@/lib/features/settlement/model";
import type { NewSubscriptionRefusal, SubscriptionRefusal } from "@/lib/features/subscriptions/model";
import type { TrustCode, TrustRefusal } from "@/lib/wire/trust/codes";

const told = (code: TrustCode, ...data: readonly string[]): TrustRefusal => ({ code, data });

/** Steps 12 to 14 of domain.md 1.4. */
export const settlementRefusals: Readonly<
  Record<SettlementRefusal | "not_found" | "not_allowed_now", TrustRefusal>
> = {
  not_found: told("20004"),
  not_authorised: told("60017"),
  already_settled: told("60017"),
  already_cancelled: told("60017"),
  settling_now: told("60017"),
  reservation_over: told("60017"),
  has_chain: told("60017"),
  not_allowed_now: told("60017"),
  amount_not_positive: told("30000", "settlebaseamount"),
  amount_above_authorised: told("60016"),
  nothing_changed: told("30015"),
};

export const subscriptionUpdateRefusals: Readonly<Record<SubscriptionRefusal | "not_found", TrustRefusal>> = {
  not_found: told("20004"),
  subscription_stopped: told("60017"),
  nothing_changed: told("30015"),
  amount_out_of_range: told("30000", "baseamount"),
  frequency_out_of_range: told("30000", "subscriptionfrequency"),
  final_number_out_of_range: told("30000", "subscriptionfinalnumber"),
};

/**
 * TP-20. `balance_changed` is a refund of the rest that met another refund: the caller may simply try again.
 * The rules of a shop platform bind people only, and no code is made for a window of months.
 */
export const refundRefusals: Readonly<Record<RequestRefusal, TrustRefusal>> = {
  not_found: told("20004"),
  intent_used: told("99999"),
  not_completed: told("20012"),
  wrong_currency: told("30000", "currencyiso3a"),
  nothing_left: told("20007"),
  more_than_left: told("20007"),
  balance_changed: told("79001"),
  below_minimum: told("30000", "baseamount"),
  too_late: told("60025", "parenttransactionreference"),
  refund_in_platform: told("25000"),
  override_not_yours: told("25000"),
  reason_missing: told("25000"),
};

type PlanRefusal = NewSubscriptionRefusal | "not_found" | "intent_used" | "already_subscribed";

/** Domain.md 1.2.2, 1.6. */
export const planRefusals: Readonly<Record<PlanRefusal, TrustRefusal>> = {
  not_found: told("20004"),
  intent_used: told("99999"),
  parent_declined: told("20019"),
  already_subscribed: told("30000", "parenttransactionreference"),
  card_not_allowed: told("30000", "paymenttypedescription"),
  wrong_currency: told("30000", "currencyiso3a"),
  number_out_of_range: told("30000", "subscriptionnumber"),
  begin_date_passed: told("30000", "subscriptionbegindate"),
  amount_out_of_range: told("30000", "baseamount"),
  frequency_out_of_range: told("30000", "subscriptionfrequency"),
  final_number_out_of_range: told("30000", "subscriptionfinalnumber"),
};
