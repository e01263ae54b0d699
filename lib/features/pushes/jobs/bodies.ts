import type { PaymentStatus } from "@/lib/features/payments/model";
import {
  refundForm,
  refundJson,
  requestForm,
  requestJson,
  paymentForm,
  paymentJson,
} from "@/lib/features/pushes/jobs/buckaroo-bodies";
import {
  invoiceFormBody,
  invoiceJsonBody,
  standardInvoice,
  type InvoiceNews,
} from "@/lib/features/pushes/jobs/invoice-bodies";
import type {
  Change,
  DataRequest,
  Payment,
  Refund,
  RequestChange,
} from "@/lib/features/pushes/jobs/read-change";
import { trustPayment, trustRefund } from "@/lib/features/pushes/jobs/trust-bodies";
import { paynowNews, type PushFormat } from "@/lib/features/pushes/model";
import { paynowBody } from "@/lib/wire/paynow/notification";
import { standardBody } from "@/lib/wire/standard-webhooks/body";

const money = ({ amountMinor, currency }: { amountMinor: number; currency: string }) => ({
  minor: amountMinor,
  currency,
});

const standardPayment = (payment: Payment, change: Change) =>
  standardBody(`payment.${change.toStatus}`, change.at, {
    paymentId: payment.id,
    transactionReference: payment.transactionReference,
    orderReference: payment.orderReference,
    status: change.toStatus,
    amount: money(payment),
    capturedMinor: payment.capturedMinor,
    refundedMinor: payment.refundedMinor,
  });

/** Paynow's notifications name a payment by the id that its shop was given when the payment was made: here, ours. */
function paynowPayment(payment: Payment, change: Change): string | null {
  const status = paynowNews(change.fromStatus as PaymentStatus | null, change.toStatus as PaymentStatus);
  if (status === null) return null;
  const externalId = payment.orderReference ?? "";
  return paynowBody({ paymentId: payment.id, externalId, status, modifiedAt: change.at });
}

const standardRefund = (refund: Refund, change: Change) =>
  standardBody(`refund.${change.toStatus}`, change.at, {
    refundId: refund.id,
    paymentId: refund.payment.id,
    orderReference: refund.payment.orderReference,
    status: change.toStatus,
    amount: money(refund),
  });

const standardRequest = (request: DataRequest, change: RequestChange) =>
  standardBody(`data_request.${change.toCode.toString()}`, change.at, {
    key: request.key,
    service: request.service,
    action: request.action,
    statusCode: change.toCode,
    orderReference: request.orderReference,
    invoiceNumber: request.invoiceNumber,
  });

/** What a push says, or null where its format has nothing to say. */
type Teller = {
  payment(payment: Payment, change: Change): string | null;
  /** The settle status changed and the status did not. */
  settlement(payment: Payment, change: Change): string | null;
  refund(refund: Refund, change: Change): string | null;
  dataRequest(request: DataRequest, change: RequestChange): string | null;
  invoice(news: InvoiceNews): string | null;
};

const silent = () => null;

/** Paynow tells of payments only; settle statuses are Trust's own (domain.md 1.5.3, 5.2); neither knows data requests or invoices. */
export const tellers: Readonly<Record<PushFormat, Teller>> = {
  standard: {
    payment: standardPayment,
    settlement: silent,
    refund: standardRefund,
    dataRequest: standardRequest,
    invoice: standardInvoice,
  },
  "buckaroo-form": {
    payment: paymentForm,
    settlement: silent,
    refund: refundForm,
    dataRequest: requestForm,
    invoice: invoiceFormBody,
  },
  "buckaroo-json": {
    payment: paymentJson,
    settlement: silent,
    refund: refundJson,
    dataRequest: requestJson,
    invoice: invoiceJsonBody,
  },
  paynow: {
    payment: paynowPayment,
    settlement: silent,
    refund: silent,
    dataRequest: silent,
    invoice: silent,
  },
  trust: {
    payment: trustPayment,
    settlement: trustPayment,
    refund: trustRefund,
    dataRequest: silent,
    invoice: silent,
  },
};
