import { toMajor, type Money } from "@/lib/kernel/money";
import { buckarooCodeOf, buckarooRefundNews } from "@/lib/features/pushes/model";
import {
  getPaymentWithRefunds,
  type PaymentWithRefunds,
} from "@/lib/features/payments/queries/get-payment-with-refunds";
import { getRefund, type RefundFacts } from "@/lib/features/payments/queries/get-refund";
import { keyOf } from "@/lib/wire/buckaroo/codes";
import type { JsonTransaction } from "@/lib/wire/buckaroo/json-push";
import { statusOf } from "@/app/(wire)/buckaroo/status";
import type { Caller } from "@/lib/web/endpoint";
import { isTestMode } from "@/lib/web/test-mode";

const majorOf = (amount: Money) => ({ amount: toMajor(amount), currency: amount.currency });

export function paymentTold(payment: PaymentWithRefunds): JsonTransaction {
  return {
    key: keyOf(payment.id),
    relatedKey: null,
    invoice: payment.invoiceNumber ?? payment.orderReference,
    order: payment.orderReference,
    service: payment.card?.brand ?? payment.method,
    type: payment.method === "ideal" ? "C021" : null,
    status: statusOf(buckarooCodeOf(payment.status), null, payment.statusAt),
    isTest: isTestMode(),
    ...majorOf(payment.amount),
    customerName: payment.customer.name,
  };
}

/** While a refund is on its way it waits for its approval or for the bank. */
const refundCode = (status: string) =>
  buckarooRefundNews(status) ?? (status === "awaiting_approval" ? 794 : 791);

export function refundTold(refund: RefundFacts, payment: PaymentWithRefunds): JsonTransaction {
  return {
    ...paymentTold(payment),
    key: keyOf(refund.id),
    relatedKey: keyOf(payment.id),
    ...majorOf(refund.amount),
    order: refund.orderReference ?? payment.orderReference,
    status: statusOf(refundCode(refund.status), null, refund.statusAt),
  };
}

/** A payment of the caller's own website; a foreign one is as unknown as one that nobody made. */
export async function ownPayment(caller: Caller, id: string): Promise<PaymentWithRefunds | null> {
  const payment = id === "" ? null : await getPaymentWithRefunds(caller.actor.scope, id);
  return payment?.website.id === caller.websiteId ? payment : null;
}

type Named = { readonly told: JsonTransaction; readonly paymentId: string };

/** What a key names: a payment, or a refund of one. */
export async function ownTransaction(caller: Caller, id: string): Promise<Named | null> {
  const payment = await ownPayment(caller, id);
  if (payment !== null) return { told: paymentTold(payment), paymentId: id };
  const refund = await getRefund(caller.actor.scope, id);
  const refunded = refund === null ? null : await ownPayment(caller, refund.paymentId);
  if (refund === null || refunded === null) return null;
  return { told: refundTold(refund, refunded), paymentId: refunded.id };
}
