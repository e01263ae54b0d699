import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type HistoryFacts = {
  readonly paymentId: string;
  readonly refundId?: string | null;
  readonly from?: string | null;
  readonly to?: string;
  readonly actor?: string;
  readonly reason?: string | null;
  readonly correlationId?: string;
  readonly at?: string;
};

const usual = {
  refundId: null,
  from: "started",
  to: "completed",
  actor: "system:gateway",
  reason: null,
  at: "2026-03-01T12:00:00Z",
};

/** A line of a payment's history. */
export async function makeHistory(shop: Shop, facts: HistoryFacts): Promise<{ readonly id: string }> {
  const id = randomUUID();
  const line = { ...usual, correlationId: randomUUID(), ...facts };
  await rowsOf(
    `insert into payment_history (merchant_id, id, payment_id, refund_id, event, from_status, to_status, actor, reason,
       correlation_id, at, changes)
     values ($1, $2, $3, $4, 'complete', $5, $6, $7, $8, $9, $10, $11)`,
    [
      shop.merchantId,
      id,
      line.paymentId,
      line.refundId,
      line.from,
      line.to,
      line.actor,
      line.reason,
      line.correlationId,
      line.at,
      line.from === line.to ? '{"settleMinor":[200,100]}' : null,
    ],
  );
  return { id };
}

/** A push that is planned and was never sent. */
export async function makePush(
  shop: Shop,
  facts: { readonly paymentId: string; readonly at: string },
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await rowsOf(
    `insert into push (merchant_id, id, website_id, payment_id, event_type, body, state, first_planned_at, created_at)
     values ($1, $2, $3, $4, 'payment.completed', '{}', 'pending', $5, $5)`,
    [shop.merchantId, id, shop.websiteId, facts.paymentId, facts.at],
  );
  return { id };
}

/** An attempt to deliver a push. */
export async function makeAttempt(
  shop: Shop,
  facts: { readonly pushId: string; readonly number: number; readonly outcome?: string; readonly at: string },
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await rowsOf(
    `insert into push_attempt (merchant_id, id, push_id, number, trigger, actor, url, started_at, took_ms, outcome, status)
     values ($1, $2, $3, $4, 'auto', 'system:pushes', 'https://shop.example/push', $5, 12, $6, $7)`,
    [
      shop.merchantId,
      id,
      facts.pushId,
      facts.number,
      facts.at,
      facts.outcome ?? "accepted",
      facts.outcome === "refused" ? 500 : 200,
    ],
  );
  return { id };
}
