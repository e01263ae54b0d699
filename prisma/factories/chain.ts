import { makePayment } from "@/prisma/factories/payment";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type ChainFacts = {
  readonly state?: string;
  readonly stopReason?: string | null;
  readonly transId?: string;
  readonly currency?: string;
  readonly minor?: number;
  /** Null: nothing is reserved. */
  readonly reservedUntil?: string | null;
  readonly nextRenewalAt?: string | null;
  readonly stopAt?: string;
  readonly createdAt?: string;
};

const ownFacts = {
  state: "active",
  stopReason: null,
  transId: "T-1",
  currency: "EUR",
  minor: 100,
  reservedUntil: "2026-03-08T12:00:00Z",
  nextRenewalAt: null,
  stopAt: "2026-03-31T12:00:00Z",
  createdAt: "2026-03-01T12:00:00Z",
} as const satisfies Required<ChainFacts>;

/** A chain as it stands, without steps. Gives its payment's id, which is its own. */
export async function makeChain(shop: Shop, facts: ChainFacts = {}): Promise<{ readonly id: string }> {
  const { state, stopReason, transId, currency, minor, reservedUntil, nextRenewalAt, stopAt, createdAt } = {
    ...ownFacts,
    ...facts,
  };
  const { id } = await makePayment(shop, { amountMinor: minor, currency, status: "authorised", createdAt });
  await rowsOf(
    `insert into authorisation_chain (merchant_id, payment_id, website_id, trans_id, currency, original_minor,
       reserved_minor, reserved_until, lapses_at, state, state_at, stop_reason, is_simulated, first_reference, live_reference,
       first_authorised_at, last_authorised_at, last_action, last_action_minor, last_action_at, next_renewal_at, stop_at)
     values ($1, $2, $3, $4, $5, $6::bigint, case when $7::timestamptz is null then 0 else $6::bigint end, $7::timestamptz,
       $7::timestamptz, $8, $11::timestamptz, $9, false, 'A1', 'A1', $11::timestamptz, $11::timestamptz, 'authorisation', $6::bigint, $11::timestamptz, $10, $12)`,
    [
      ...[shop.merchantId, id, shop.websiteId, transId, currency, minor, reservedUntil, state, stopReason],
      ...[nextRenewalAt, createdAt, stopAt],
    ],
  );
  return { id };
}
