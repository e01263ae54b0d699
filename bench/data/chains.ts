import type pg from "pg";
import type { Reservation } from "@/bench/acquirer-calls";
import type { MerchantScope } from "@/lib/kernel/access";

type Holder = { readonly owner: pg.Pool; readonly scope: MerchantScope; readonly websiteId: string };

/** What the payments of a settlement bench are marked with: cleared together. */
const mark = "bench-due-";

async function renewWebsite({ owner, scope, websiteId }: Holder): Promise<void> {
  await owner.query("delete from renewal_setting where merchant_id = $1 and website_id = $2", [
    scope,
    websiteId,
  ]);
  await owner.query(
    `insert into renewal_setting (merchant_id, id, website_id, is_on, renew_after_days, stop_after_days, splitting,
       failure_notice, realtime, hope_run, renews_simulated, set_at, in_force_at, adopted_at, actor)
     values ($1, gen_random_uuid(), $2, true, 7, 30, true, 'batch', false, false, true, '2026-01-01', '2026-01-01',
       '2026-01-01', 'bench')`,
    [scope, websiteId],
  );
}

/**
 * A payment that is held and its chain for each reservation of the acquirer, authorised eight days before `dueAt`, when
 * it is to be renewed.
 */
export async function makeChains(
  holder: Holder,
  reservations: readonly Reservation[],
  dueAt: Date,
): Promise<void> {
  const { owner, scope, websiteId } = holder;
  await renewWebsite(holder);
  const rows = `select gen_random_uuid() as id, r.*, $7::timestamptz - interval '8 days' as at,
      $7::timestamptz + interval '23 days' as until, $7::timestamptz + make_interval(secs => r.n / 1000.0) as due
    from unnest($3::uuid[], $4::text[], $5::bigint[], $6::int[]) as r (operation, reference, minor, n)`;
  await owner.query(
    `with made as materialized (${rows}),
     paid as (insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, order_reference,
       customer_email, customer_country, method, card_brand, card_first_six, card_last_four, card_expiry, currency,
       amount_minor, amount_major, settle_minor, status, settle_status, capture_mode, gateway_reference, auth_code,
       created_at, status_at, authorised_at, reserved_until)
     select $1, id, $2, 'held-' || reference, '${mark}' || reference, 'HELD-' || n, 'customer' || n % 4000 || '@example.nl',
       'NL', 'card', 'visa', '411111', lpad((n % 10000)::text, 4, '0'), '12/2030', 'EUR', minor, minor / 100.0, minor,
       'authorised', 2, 'manual', reference, 'BENCH1', at, at, at, until from made),
     asked as (insert into operation (merchant_id, id, payment_id, kind, currency, amount_minor, outcome, gateway_reference,
       code, actor, correlation_id, started_at, finished_at)
     select $1, operation, id, 'authorise', 'EUR', minor, 'approved', reference, '00', 'system:bench', operation, at, at
     from made)
     insert into authorisation_chain (merchant_id, payment_id, website_id, trans_id, ref_nr, currency, original_minor,
       reserved_minor, reserved_until, lapses_at, state, state_at, is_simulated, first_reference, live_operation_id,
       live_reference, first_authorised_at, last_authorised_at, last_action, last_action_minor, last_action_at,
       next_renewal_at, stop_at)
     select $1, id, $2, 'HELD-' || n, null, 'EUR', minor, minor, until, until, 'active', at, true, reference, operation,
       reference, at, at, 'authorisation', minor, at, due, at + interval '30 days' from made`,
    [
      ...[scope, websiteId],
      reservations.map(({ operationId }) => operationId),
      reservations.map(({ reference }) => reference),
      reservations.map(({ minor }) => minor),
      reservations.map((_, place) => place),
      dueAt,
    ],
  );
}

export const analyseChains = (owner: pg.Pool) =>
  owner.query("vacuum analyze payment, authorisation_chain, operation");
