import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type {
  CaptureMode,
  PaymentMethod,
  PaymentSource,
  PaymentStatus,
  RefundState,
} from "@/lib/features/payments/model";
import {
  refundColumns,
  settlesAt,
  toRefund,
  type RawRefund,
} from "@/lib/features/payments/queries/get-refund";
import { moveColumns, openMoves, type RawMoveFacts } from "@/lib/features/payments/queries/open-moves";
import { settleStatusOf } from "@/lib/features/settlement/model";
import { now } from "@/lib/platform/clock";
import { withinScope } from "@/lib/platform/scoped";

type RawPayment = RawMoveFacts & {
  id: string;
  transaction_reference: string;
  created_at: Date;
  status: PaymentStatus;
  status_at: Date;
  website_id: string;
  website_name: string;
  method: PaymentMethod;
  card_last_four: string | null;
  card_expiry: string | null;
  capture_mode: CaptureMode;
  description: string | null;
  customer_email: string | null;
  customer_name: string | null;
  customer_country: string | null;
  decline_code: string | null;
  refund_state: RefundState;
  pre_authorisation: boolean;
  expires_at: Date | null;
  invoice_number: string | null;
  source: PaymentSource;
  requires_shipping: boolean | null;
  shipped_at: Date | null;
  platform_order_url: string | null;
  out_of_sync: boolean;
  predecessor_id: string | null;
  subscription_id: string | null;
  subscription_number: number | null;
  push_url: string | null;
  push_url_failure: string | null;
};

const columns = (
  at: Date,
) => sql`p.id, p.transaction_reference, p.created_at, p.status, p.status_at, p.website_id,
  w.name as website_name, p.method, p.card_brand, p.card_last_four, p.card_expiry, p.capture_mode, p.order_reference,
  p.description, p.customer_email, p.customer_name, p.customer_country, p.decline_code, p.currency,
  p.amount_minor, p.captured_minor, p.refunded_minor, p.reserved_minor, p.refund_state, p.settle_minor, p.settle_status,
  to_char(p.settle_due_date, 'YYYY-MM-DD') as settle_due_date, p.pre_authorisation, p.reserved_until, p.expires_at,
  p.invoice_number, p.source, p.requires_shipping, p.shipped_at, p.platform_order_id, p.platform_order_url,
  p.out_of_sync, p.predecessor_id, p.subscription_id, p.subscription_number, p.push_url, p.push_url_failure,
  ${moveColumns(at)}`;

const cardOf = (raw: RawPayment) =>
  raw.card_last_four === null
    ? null
    : { brand: raw.card_brand, lastFour: raw.card_last_four, expiry: raw.card_expiry };

const platformOrderOf = ({ platform_order_id: id, platform_order_url: url }: RawPayment) =>
  id === null ? null : { id, url };

const subscriptionOf = ({ subscription_id: id, subscription_number: number }: RawPayment) =>
  id === null ? null : { id, number };

const settlementOf = (raw: RawPayment) => ({
  settleStatus: settleStatusOf({ settleStatus: raw.settle_status }),
  settleAmount: { minor: raw.settle_minor, currency: raw.currency } satisfies Money,
  settleDueDate: raw.settle_due_date,
  settlesAt: raw.status === "authorised" ? settlesAt(raw.settle_status, raw.settle_due_date) : null,
  preAuthorisation: raw.pre_authorisation,
  reservedUntil: raw.status === "authorised" ? raw.reserved_until : null,
  expiresAt: raw.status === "started" || raw.status === "pending" ? raw.expires_at : null,
});

const originOf = (raw: RawPayment) => ({
  source: raw.source,
  requiresShipping: raw.requires_shipping,
  shippedAt: raw.shipped_at,
  platformOrder: platformOrderOf(raw),
  outOfSync: raw.out_of_sync,
  predecessorId: raw.predecessor_id,
  subscription: subscriptionOf(raw),
});

function toPayment(raw: RawPayment, refunds: readonly RawRefund[], at: Date) {
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
    refundState: raw.refund_state,
    method: raw.method,
    card: cardOf(raw),
    captureMode: raw.capture_mode,
    ...settlementOf(raw),
    orderReference: raw.order_reference,
    invoiceNumber: raw.invoice_number,
    description: raw.description,
    customer: { email: raw.customer_email, name: raw.customer_name, country: raw.customer_country },
    ...originOf(raw),
    declineCode: raw.decline_code,
    pushUrl: raw.push_url,
    pushUrlFailure: raw.push_url_failure,
    moves: openMoves(raw, at),
    refunds: refunds.map(toRefund),
  };
}

export type PaymentWithRefunds = ReturnType<typeof toPayment>;

/** A payment as machines see it, with its refunds in the order in which they were asked for. */
export const getPaymentWithRefunds = (scope: MerchantScope, id: string): Promise<PaymentWithRefunds | null> =>
  withinScope(scope, async (client) => {
    const at = now();
    const found = await client.query<RawPayment>(sql`
      select ${columns(at)} from payment p join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
      where p.merchant_id = ${scope}::uuid and p.id = ${id}::uuid`);
    const [payment] = found.rows;
    if (payment === undefined) return null;
    const refunds = await client.query<RawRefund>(sql`
      select ${refundColumns} from refund
      where merchant_id = ${scope}::uuid and payment_id = ${id}::uuid order by created_at, id`);
    return toPayment(payment, refunds.rows, at);
  });
