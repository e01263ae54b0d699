import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { CaptureMode, PaymentMethod, PaymentStatus } from "@/lib/features/payments/model";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { withinScope } from "@/lib/platform/scoped";

type RawPayment = {
  id: string;
  transaction_reference: string;
  created_at: Date;
  status: PaymentStatus;
  status_at: Date;
  website_id: string;
  website_name: string;
  method: PaymentMethod;
  card_brand: string | null;
  card_last_four: string | null;
  card_expiry: string | null;
  capture_mode: CaptureMode;
  order_reference: string | null;
  description: string | null;
  customer_email: string | null;
  customer_name: string | null;
  customer_country: string | null;
  decline_code: string | null;
  currency: string;
  amount_minor: number;
  captured_minor: number;
  refunded_minor: number;
  reserved_minor: number;
};

type RawRefund = {
  id: string;
  transaction_reference: string;
  created_at: Date;
  status: RefundStatus;
  status_at: Date;
  currency: string;
  amount_minor: number;
  reason: string | null;
  decline_code: string | null;
};

const columns = sql`p.id, p.transaction_reference, p.created_at, p.status, p.status_at, p.website_id,
  w.name as website_name, p.method, p.card_brand, p.card_last_four, p.card_expiry, p.capture_mode, p.order_reference,
  p.description, p.customer_email, p.customer_name, p.customer_country, p.decline_code, p.currency,
  p.amount_minor, p.captured_minor, p.refunded_minor, p.reserved_minor`;

const toRefund = (raw: RawRefund) => ({
  id: raw.id,
  transactionReference: raw.transaction_reference,
  createdAt: raw.created_at,
  status: raw.status,
  statusAt: raw.status_at,
  amount: { minor: raw.amount_minor, currency: raw.currency } satisfies Money,
  reason: raw.reason,
  declineCode: raw.decline_code,
});

const cardOf = (raw: RawPayment) =>
  raw.card_last_four === null
    ? null
    : { brand: raw.card_brand, lastFour: raw.card_last_four, expiry: raw.card_expiry };

function toPayment(raw: RawPayment, refunds: readonly RawRefund[]) {
  const money = (minor: number): Money => ({ minor, currency: raw.currency });
  return {
    id: raw.id,
    transactionReference: raw.transaction_reference,
    createdAt: raw.created_at,
    status: raw.status,
    statusAt: raw.status_at,
    website: { id: raw.website_id, name: raw.website_name },
    amount: money(raw.amount_minor),
    captured: money(raw.captured_minor),
    refunded: money(raw.refunded_minor),
    leftToRefund: money(raw.captured_minor - raw.refunded_minor - raw.reserved_minor),
    method: raw.method,
    card: cardOf(raw),
    captureMode: raw.capture_mode,
    orderReference: raw.order_reference,
    description: raw.description,
    customer: { email: raw.customer_email, name: raw.customer_name, country: raw.customer_country },
    declineCode: raw.decline_code,
    refunds: refunds.map(toRefund),
  };
}

export type PaymentWithRefunds = ReturnType<typeof toPayment>;

/** A payment as machines see it, with its refunds in the order in which they were asked for. */
export const getPaymentWithRefunds = (scope: MerchantScope, id: string): Promise<PaymentWithRefunds | null> =>
  withinScope(scope, async (client) => {
    const found = await client.query<RawPayment>(sql`
      select ${columns} from payment p join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
      where p.merchant_id = ${scope}::uuid and p.id = ${id}::uuid`);
    const [payment] = found.rows;
    if (payment === undefined) return null;
    const refunds = await client.query<RawRefund>(sql`
      select id, transaction_reference, created_at, status, status_at, currency, amount_minor, reason, decline_code
      from refund where merchant_id = ${scope}::uuid and payment_id = ${id}::uuid order by created_at, id`);
    return toPayment(payment, refunds.rows);
  });
