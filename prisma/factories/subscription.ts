import { randomUUID } from "node:crypto";
import { makePayment } from "@/prisma/factories/payment";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type SubscriptionFacts = {
  /** The first payment; made where none is given. */
  readonly paymentId?: string;
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly unit?: "DAY" | "MONTH";
  readonly frequency?: number;
  readonly number?: number;
  readonly finalNumber?: number | null;
  readonly beginDate?: string;
  readonly nextDueDate?: string | null;
  readonly status?: string;
  readonly createdAt?: string;
};

let made = 0;

const usual = {
  amountMinor: 10_00,
  currency: "EUR",
  unit: "MONTH",
  frequency: 1,
  number: 1,
  finalNumber: 10,
  beginDate: "2026-04-01",
  status: "active",
  createdAt: "2026-03-01T12:00:00Z",
} as const;

/** A plan as it stands; its first payment was completed and can be charged again. */
export async function makeSubscription(
  shop: Shop,
  facts: SubscriptionFacts = {},
): Promise<{ readonly id: string; readonly paymentId: string }> {
  made += 1;
  const id = randomUUID();
  const plan = { ...usual, ...facts };
  const { createdAt, currency } = plan;
  const first = { gatewayReference: `first-${id}`, createdAt, currency };
  const paymentId = facts.paymentId ?? (await makePayment(shop, first)).id;
  await rowsOf(
    `insert into subscription (merchant_id, id, website_id, payment_id, transaction_reference, intent_id, kind, currency,
       amount_minor, unit, frequency, number, first_number, final_number, begin_date, next_due_date, status, actor,
       created_at, status_at)
     values ($1, $2, $3, $4, $5, $6, 'RECURRING', $7, $8, $9, $10, $11, 1, $12, $13::date, $14::date, $15, 'user:Eva', $16, $16)`,
    [
      shop.merchantId,
      id,
      shop.websiteId,
      paymentId,
      `${made.toString()}-7-${id.slice(0, 8)}`,
      `factory-${id}`,
      currency,
      plan.amountMinor,
      plan.unit,
      plan.frequency,
      plan.number,
      plan.finalNumber,
      plan.beginDate,
      plan.nextDueDate === undefined ? plan.beginDate : plan.nextDueDate,
      plan.status,
      createdAt,
    ],
  );
  return { id, paymentId };
}
