import { randomUUID } from "node:crypto";
import { makePayment } from "@/prisma/factories/payment";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type RefundFacts = {
  readonly amountMinor?: number;
  readonly settleMinor?: number;
  readonly currency?: string;
  readonly status?: string;
  readonly settleStatus?: number | null;
  readonly createdAt?: string;
};

const usual = {
  amountMinor: 10_00,
  currency: "EUR",
  status: "done",
  settleStatus: null,
  createdAt: "2026-03-02T12:00:00Z",
};

let made = 0;

/** A refund row of a payment of its own, as it stands after its life so far. */
export async function makeRefund(shop: Shop, facts: RefundFacts = {}): Promise<{ readonly id: string }> {
  made += 1;
  const id = randomUUID();
  const refund = { ...usual, ...facts };
  const { id: paymentId } = await makePayment(shop, { currency: refund.currency, amountMinor: 100_000 });
  await rowsOf(
    `insert into refund (merchant_id, id, payment_id, transaction_reference, intent_id, currency, amount_minor, settle_minor,
       status, settle_status, actor, asked_by, correlation_id, created_at, status_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'user:Eva', 'user:1', $2, $11, $11)`,
    [
      shop.merchantId,
      id,
      paymentId,
      `${made.toString()}-7-${id.slice(0, 8)}`,
      `factory-${id}`,
      refund.currency,
      refund.amountMinor,
      facts.settleMinor ?? refund.amountMinor,
      refund.status,
      refund.settleStatus,
      refund.createdAt,
    ],
  );
  return { id };
}
