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

/** The payload that the specification recommends: type, timestamp of the event, data. */
export const standardBody = (type: string, at: Date, data: PaymentNotice | RefundNotice): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });
