import { z } from "zod";
import { toMajor } from "@/lib/kernel/money";
import type { PaymentStatus } from "@/lib/features/payments/model";
import type {
  Change,
  DataRequest,
  Payment,
  Refund,
  RequestChange,
} from "@/lib/features/pushes/jobs/read-change";
import { buckarooNews, buckarooRefundNews } from "@/lib/features/pushes/model";
import { env } from "@/lib/platform/env";
import { descriptionOf, keyOf, type BuckarooCode, type BuckarooStatus } from "@/lib/wire/buckaroo/codes";
import { dataRequestForm, transactionForm } from "@/lib/wire/buckaroo/form-push";
import { dataRequestObject, jsonPush, transactionObject } from "@/lib/wire/buckaroo/json-push";

const Parameters = z.array(z.object({ name: z.string(), value: z.string() }));

/** The type of a transaction as far as it is known (wire.md 3.1). */
const typeOf = ({ method }: Payment) => (method === "ideal" ? "C021" : null);

const statusOf = (code: BuckarooCode, at: Date): BuckarooStatus => ({ code, sub: null, at });

function transactionOf(payment: Payment, status: BuckarooStatus) {
  const method = payment.cardBrand ?? payment.method;
  return {
    key: keyOf(payment.id),
    relatedKey: null,
    amount: toMajor({ minor: payment.amountMinor, currency: payment.currency }),
    currency: payment.currency,
    invoice: payment.invoiceNumber ?? payment.orderReference,
    order: payment.orderReference,
    customerName: payment.customerName,
    method,
    service: method,
    type: typeOf(payment),
    status,
    isTest: env().sandbox,
    websiteKey: payment.website.websiteKey,
  };
}
type Told = Omit<ReturnType<typeof transactionOf>, "relatedKey"> & { readonly relatedKey: string | null };

function paymentTold(payment: Payment, change: Change): Told | null {
  const code = buckarooNews(change.fromStatus as PaymentStatus | null, change.toStatus as PaymentStatus);
  return code === null ? null : transactionOf(payment, statusOf(code, change.at));
}

/** A refund is a transaction of its own that names the payment. */
function refundTold(refund: Refund, change: Change): Told | null {
  const code = buckarooRefundNews(change.toStatus);
  if (code === null) return null;
  return {
    ...transactionOf(refund.payment, statusOf(code, change.at)),
    key: keyOf(refund.id),
    relatedKey: keyOf(refund.payment.id),
    amount: toMajor({ minor: refund.amountMinor, currency: refund.currency }),
    order: refund.orderReference ?? refund.payment.orderReference,
  };
}

function requestTold(request: DataRequest, change: RequestChange) {
  const code = change.toCode as BuckarooCode;
  const isPlain = change.subCode === null || (code === 190 && change.text === null);
  const description = change.text ?? descriptionOf(code);
  const sub = isPlain ? null : { code: change.subCode, description };
  return {
    key: request.key,
    invoice: request.invoiceNumber,
    order: request.orderReference,
    service: request.service,
    action: request.action,
    status: { code, sub, at: change.at },
    isTest: request.isTest,
    outputs: Parameters.parse(request.outputParameters),
    custom: Parameters.parse(request.customParameters),
    additional: Parameters.parse(request.additionalParameters),
    websiteKey: request.website.websiteKey,
  };
}

const formOf = (told: Told | null) => (told === null ? null : transactionForm(told));
const jsonOf = (told: Told | null) =>
  told === null ? null : jsonPush("Transaction", transactionObject(told));

export const paymentForm = (payment: Payment, change: Change) => formOf(paymentTold(payment, change));
export const paymentJson = (payment: Payment, change: Change) => jsonOf(paymentTold(payment, change));
export const refundForm = (refund: Refund, change: Change) => formOf(refundTold(refund, change));
export const refundJson = (refund: Refund, change: Change) => jsonOf(refundTold(refund, change));
export const requestForm = (request: DataRequest, change: RequestChange) =>
  dataRequestForm(requestTold(request, change));
export const requestJson = (request: DataRequest, change: RequestChange) =>
  jsonPush("DataRequest", dataRequestObject(requestTold(request, change)));
