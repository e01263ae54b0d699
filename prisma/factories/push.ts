import { randomUUID } from "node:crypto";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type PushFacts = {
  readonly paymentId?: string | null;
  readonly refundId?: string | null;
  readonly dataRequestId?: string | null;
  readonly id?: string;
  readonly event?: string;
  readonly told?: string;
  readonly state?: string;
  readonly ownUrl?: string | null;
  readonly isFailure?: boolean;
  readonly nextAttemptAt?: string | null;
  readonly lastStatus?: number | null;
  readonly lastOutcome?: string | null;
  readonly createdAt?: string;
};

const usual = {
  paymentId: null,
  refundId: null,
  dataRequestId: null,
  event: "payment.completed",
  told: "completed",
  state: "exhausted",
  ownUrl: null,
  isFailure: false,
  nextAttemptAt: null,
  lastStatus: null,
  lastOutcome: null,
  createdAt: "2026-03-01T12:00:00Z",
};

/** A push as it stands; the newest about its payment or data request, and taken where it was delivered. */
export async function makePush(shop: Shop, facts: PushFacts): Promise<{ readonly id: string }> {
  const push = { ...usual, id: randomUUID(), ...facts };
  await rowsOf(
    `insert into push (merchant_id, id, website_id, payment_id, refund_id, data_request_id, event_type, told_status, is_failure,
       own_url, format, body, state, first_planned_at, next_attempt_at, last_status, last_outcome, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'standard', $11, $12, $13, $14, $15, $16, $13)`,
    [
      shop.merchantId,
      push.id,
      shop.websiteId,
      push.paymentId,
      push.refundId,
      push.dataRequestId,
      push.event,
      push.told,
      push.isFailure,
      push.ownUrl,
      JSON.stringify({ type: push.event, id: push.id }),
      push.state,
      push.createdAt,
      push.nextAttemptAt,
      push.lastStatus,
      push.lastOutcome,
    ],
  );
  if (push.refundId !== null) return { id: push.id };
  for (const [table, id] of [
    ["payment", push.paymentId],
    ["data_request", push.dataRequestId],
  ] as const)
    await rowsOf(
      `update ${table} set newest_push_id = $3,
         told_push_id = case when $4 then $3::uuid else told_push_id end,
         told_status = case when $4 then $5 else told_status end
       where merchant_id = $1 and id = $2`,
      [shop.merchantId, id, push.id, push.state === "delivered", push.told],
    );
  return { id: push.id };
}

/** Many payments, each with one push that ran out of retries; their body ends in their number. */
export async function makePushedPayments(shop: Shop, count: number): Promise<void> {
  await rowsOf(
    `with paid as (
       insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, order_reference, method, currency,
         amount_minor, settle_minor, amount_major, status, settle_status, capture_mode, created_at, status_at, authorised_at,
         completed_at, captured_minor, newest_push_id)
       select $1::uuid, gen_random_uuid(), $2::uuid, left($2::uuid::text, 8) || '-8-' || n, 'bulk-' || n || $2, 'B-' || n, 'ideal',
         'EUR', 1000, 1000, 10, 'completed', 100, 'immediate', at, at, at, at, 1000, gen_random_uuid()
       from generate_series(1, $3::int) n, (select '2026-03-01T12:00:00Z'::timestamptz as at) t
       returning id, newest_push_id, order_reference, created_at)
     insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, format, body, state,
       first_planned_at, created_at)
     select $1::uuid, newest_push_id, $2::uuid, id, 'payment.completed', 'completed', 'standard',
       '{"type":"payment.completed","order":"' || order_reference || '"}', 'exhausted', created_at, created_at from paid`,
    [shop.merchantId, shop.websiteId, count],
  );
}

/** A bulk push without rows, as it stands in a list. */
export async function makeBulkPush(
  shop: Shop,
  facts: { readonly listing: string; readonly state: string; readonly createdAt: string },
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await rowsOf(
    `insert into push_bulk (merchant_id, id, intent_id, listing, state, actor, created_at, starts_at)
     values ($1, $2, $6, $3, $4, 'user:Eva', $5, $5)`,
    [shop.merchantId, id, facts.listing, facts.state, facts.createdAt, `factory-${id}`],
  );
  return { id };
}
