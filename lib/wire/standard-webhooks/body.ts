export type PaymentNotice = {
  readonly paymentId: string;
  readonly transactionReference: string;
  readonly orderReference: string | null;
  readonly status: string;
  readonly amount: { readonly minor: number; readonly currency: string };
  readonly capturedMinor: number;
  readonly refundedMinor: number;
};
export type RefundNotice = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly orderReference: string | null;
  readonly status: string;
  readonly amount: { readonly minor: number; readonly currency: string };
};

export type DataRequestNotice = {
  readonly key: string;
  readonly service: string;
  readonly action: string;
  readonly statusCode: number;
  readonly orderReference: string | null;
  readonly invoiceNumber: string | null;
};

export type InvoiceNotice = {
  readonly invoiceId: string;
  readonly invoiceKey: string;
  readonly invoiceNumber: string;
  readonly statusCode: number;
  readonly event: string;
  readonly isPaid: boolean;
  readonly open: { readonly minor: number; readonly currency: string };
};

/** Tells of nothing: for trying out an address. */
export type TestNotice = { readonly isTest: true };

/** The payload that the specification recommends: type, timestamp of the event, data. */
export const standardBody = (
  type: string,
  at: Date,
  data: PaymentNotice | RefundNotice | DataRequestNotice | InvoiceNotice | TestNotice,
): string => JSON.stringify({ type, timestamp: at.toISOString(), data });
