import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";

/** The part of the bench's site that holds the due payments. */
type Holder = { readonly owner: pg.Pool; readonly scope: MerchantScope; readonly websiteId: string };

const mark = "bench-due-";

const emptied = [
  "authorisation_chain",
  "handed_file",
  "operation",
  "payment_history",
  "exchange",
  "push",
  "push_health",
];

/** What an earlier run left of the due payments, and all jobs, which nobody here works off. */
export async function clearDue(owner: pg.Pool): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    for (const table of emptied) await client.query(`truncate ${table} cascade`);
    await client.query("truncate graphile_worker._private_jobs, settlement_run, audit_line");
    await client.query("delete from payment where intent_id like $1", [`${mark}%`]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** The reference by which the trust suite names one of them. */
export const referenceOf = (number: number): string => `due-9-${number}`;

type Due = { readonly first: number; readonly count: number; readonly day: string };

/** Authorised payments of the benchmark's website that wait for their settlement on `day`, numbered from `first` on. */
export async function makeDue(
  { owner, scope, websiteId }: Holder,
  { first, count, day }: Due,
): Promise<void> {
  await owner.query(
    `insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, order_reference, customer_email,
       customer_country, method, card_brand, card_first_six, card_last_four, card_expiry, currency, amount_minor,
       amount_major, settle_minor, status, settle_status, settle_due_date, capture_mode, gateway_reference, auth_code,
       created_at, status_at, authorised_at, reserved_until)
     select $1, gen_random_uuid(), $2, 'due-9-' || n, '${mark}' || n, 'DUE-' || n, 'customer' || n % 4000 || '@example.nl',
       'NL', 'card', 'visa', '411111', lpad((n % 10000)::text, 4, '0'), '12/2030', 'EUR', 10000 + n % 5000,
       (10000 + n % 5000) / 100.0, 10000 + n % 5000, 'authorised', 0, $5::date, 'scheduled', 'AUT-BENCH-' || n, 'BENCH1',
       at, at, at, at + interval '7 days'
     from (select n, now() - make_interval(secs => n) as at from generate_series($3::int, $3::int + $4::int - 1) n) d`,
    [scope, websiteId, first, count, day],
  );
  await owner.query("analyze payment");
}
