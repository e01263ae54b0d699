import { fromMajor, type Money } from "@/lib/kernel/money";
import { getRefund } from "@/lib/features/payments/queries/get-refund";
import type { PaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { requestRefund, type RequestRefusal } from "@/lib/features/refunds/commands/request-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { idOfKey } from "@/app/(wire)/buckaroo/read-json";
import { ownPayment, paymentTold, refundTold } from "@/app/(wire)/buckaroo/transactions";
import { statusOf } from "@/app/(wire)/buckaroo/status";
import type { BuckarooCall, WireError } from "@/lib/wire/buckaroo/data-request";
import { transactionAnswer, transactionRefusal } from "@/lib/wire/buckaroo/transaction";
import type { Caller } from "@/lib/web/endpoint";

/** The field that a refusal is about, and what is said of it. Those that concern nobody's input are a plain 490. */
const words: Readonly<Record<RequestRefusal, readonly [name: string | null, message: string]>> = {
  not_found: ["OriginalTransactionKey", "No transaction has this key."],
  intent_used: [null, "This refund was asked for before."],
  not_completed: [null, "The transaction is not completed."],
  wrong_currency: ["Currency", "The currency is not the transaction's."],
  nothing_left: [null, "Nothing is left to refund."],
  more_than_left: ["AmountCredit", "The amount is more than is left to refund."],
  balance_changed: [null, "Another refund came first. Send it again."],
  below_minimum: ["AmountCredit", "The amount is below the smallest refund."],
  too_late: [null, "The time for refunds is over."],
  refund_in_platform: [null, "Refunds of this payment belong into the shop platform."],
  override_not_yours: [null, "This website may not override the rule."],
  reason_missing: [null, "A reason is needed."],
};

type Answered = { readonly body: object; readonly paymentId: string | null };
type Context = { readonly caller: Caller; readonly correlationId: string; readonly now: Date };

const errorOf = (call: BuckarooCall, name: string | null, message: string): WireError => ({
  kind: "ParameterErrors",
  service: call.service,
  action: call.action,
  name,
  error: name === null ? "NotAllowed" : "ParameterInvalid",
  message,
});

const refused = (call: BuckarooCall, name: string | null, message: string, now: Date): object =>
  transactionRefusal(statusOf(name === null ? 490 : 491, message, now), [errorOf(call, name, message)]);

/** What was asked for; without an amount all that is left. */
function amountOf(call: BuckarooCall, payment: PaymentWithRefunds): Money | null {
  const currency = call.currency ?? payment.amount.currency;
  if (call.amountCredit === null) return payment.leftToRefund;
  const read = fromMajor(call.amountCredit, currency);
  return read.ok && read.value.minor > 0 ? read.value : null;
}

/** As the refund stands when the bank has been asked. */
async function sent(
  { caller, now }: Context,
  payment: PaymentWithRefunds,
  refundId: string,
): Promise<Answered> {
  const refund = await getRefund(caller.actor.scope, refundId);
  const told =
    refund === null
      ? { ...paymentTold(payment), status: statusOf(791, null, now) }
      : refundTold(refund, payment);
  return { body: transactionAnswer(told), paymentId: payment.id };
}

async function refund(call: BuckarooCall, context: Context, payment: PaymentWithRefunds, amount: Money) {
  const { caller, correlationId } = context;
  return requestRefund(caller.actor, {
    paymentId: payment.id,
    amount,
    intentId: `buckaroo:${caller.websiteId}:${correlationId}`,
    seenLeft: call.amountCredit === null ? payment.leftToRefund.minor : null,
    orderReference: call.order,
    reason: call.description,
    sendsItself: true,
    correlationId,
  });
}

/** The SDKs' refund: the service of the payment with the action Refund (wire.md 3.2). */
export async function answerRefund(call: BuckarooCall, context: Context): Promise<Answered> {
  const { caller } = context;
  const payment = await ownPayment(caller, idOfKey(call.originalKey ?? "") ?? "");
  const no = (name: string | null, message: string): Answered => ({
    body: refused(call, name, message, context.now),
    paymentId: payment?.id ?? null,
  });
  if (payment === null) return no(...words.not_found);
  const amount = amountOf(call, payment);
  if (amount === null) return no("AmountCredit", "AmountCredit must be an amount above zero.");
  const requested = await refund(call, context, payment, amount);
  if (!requested.ok) return no(...words[requested.error]);
  const { refundId, status } = requested.value;
  if (status === "requested") await sendRefundNow(caller.actor, refundId);
  return sent(context, payment, refundId);
}

export const unknownAction = (call: BuckarooCall, now: Date): object => {
  const message = `Transactions offer the action Refund here, not ${call.action === "" ? "none" : call.action}.`;
  const error = { ...errorOf(call, null, message), kind: "ActionErrors", error: "UnknownAction" } as const;
  return transactionRefusal(statusOf(491, message, now), [error]);
};
