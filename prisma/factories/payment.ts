import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { rolePermissions, type Actor, type Role } from "@/lib/kernel/access";
import { toMajor } from "@/lib/kernel/money";

/** A person of the shop's merchant with the rights of a role. */
export const actorOf = (shop: Shop, role: Role = "owner", name = "Eva"): Actor => ({
  kind: "user",
  id: randomUUID(),
  name,
  scope: shop.scope,
  may: new Set(rolePermissions[role]),
  address: "127.0.0.1",
});

export type PaymentFacts = {
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly status?: string;
  readonly orderReference?: string;
  readonly customerEmail?: string;
  readonly method?: string;
  readonly cardLastFour?: string | null;
  readonly createdAt?: string;
  readonly refundedMinor?: number;
  readonly gatewayReference?: string | null;
  readonly captureMode?: string;
  readonly settleStatus?: number | null;
  readonly settleDueDate?: string | null;
};

let made = 0;

const usual = {
  amountMinor: 100_00,
  currency: "EUR",
  status: "completed",
  method: "card",
  cardLastFour: "1111",
  createdAt: "2026-03-01T12:00:00Z",
  refundedMinor: 0,
  gatewayReference: null,
  captureMode: "immediate",
  settleDueDate: null,
} as const;

/** The settle status in which a status leaves a payment. */
function settleAfter(status: string, captureMode: string): number | null {
  if (status === "completed") return 100;
  if (status === "authorised") return { manual: 2, scheduled: 0 }[captureMode] ?? 10;
  return ["rejected", "retried", "expired", "failed", "cancelled"].includes(status) ? 3 : null;
}

/** A payment row as it stands after its life so far; fixed, readable values where none are given. */
export async function makePayment(shop: Shop, facts: PaymentFacts = {}): Promise<{ readonly id: string }> {
  made += 1;
  const id = randomUUID();
  const own = {
    orderReference: `A-${made.toString()}`,
    customerEmail: `customer${made.toString()}@example.nl`,
  };
  const payment = { ...usual, ...own, ...facts };
  const { amountMinor: minor, currency } = payment;
  await rowsOf(
    `insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, order_reference, customer_email,
       method, card_brand, card_first_six, card_last_four, currency, amount_minor, amount_major, settle_minor, captured_minor,
       refunded_minor, status, settle_status, settle_due_date, capture_mode, gateway_reference, created_at, status_at,
       authorised_at, reserved_until, completed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'visa', $9, $10, $11, $12, $13, $12, $14, $15, $16, $17, $18::date, $19, $20, $21, $21,
       $22::timestamptz, $22::timestamptz + interval '7 days', $23::timestamptz)`,
    [
      shop.merchantId,
      id,
      shop.websiteId,
      `${made.toString()}-8-${id.slice(0, 8)}`,
      `factory-${id}`,
      payment.orderReference,
      payment.customerEmail,
      payment.method,
      payment.cardLastFour === null ? null : "411111",
      payment.cardLastFour,
      currency,
      minor,
      toMajor({ minor, currency }),
      payment.status === "completed" ? minor : 0,
      payment.refundedMinor,
      payment.status,
      payment.settleStatus === undefined
        ? settleAfter(payment.status, payment.captureMode)
        : payment.settleStatus,
      payment.settleDueDate,
      payment.captureMode,
      payment.gatewayReference,
      payment.createdAt,
      payment.status === "authorised" || payment.status === "completed" ? payment.createdAt : null,
      payment.status === "completed" ? payment.createdAt : null,
    ],
  );
  return { id };
}
