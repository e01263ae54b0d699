import type pg from "pg";

/** A merchant of its own, with nothing but these messages. */
export type Holder = { readonly owner: pg.Pool; readonly merchantId: string; readonly websiteId: string };

const mark = "bench";
const returnDomain = "localhost";

/** Return path of the n-th message. */
export const returnPathOf = (n: number): string => `bounce+${tokenOf(n)}@${returnDomain}`;
const tokenOf = (n: number) => `bench${n.toString().padStart(21, "0")}`;

const told = ["bounce", "inbound_report", "suppression", "audit_line", "communication"];

/** Everything about the merchant's messages, and all jobs, which nobody here works off. */
export async function clearMessages(
  { owner, merchantId }: Holder,
  also: readonly string[] = [],
): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    for (const table of [...told, ...also])
      await client.query(`delete from ${table} where merchant_id = $1`, [merchantId]);
    if (also.length > 0) await client.query("delete from merchant where id = $1", [merchantId]);
    await client.query("truncate graphile_worker._private_jobs");
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** The merchant too. */
export const removeHolder = (holder: Holder): Promise<void> =>
  clearMessages(holder, ["communication_history", "api_key", "trust_credential", "website"]);

/** Messages that have left our hands, numbered from 1 on. */
export async function makeMessages({ owner, merchantId, websiteId }: Holder, count: number): Promise<void> {
  await owner.query(
    `insert into communication (merchant_id, id, website_id, channel, kind, locale, addressee, subject, content, state,
       message_id, return_token, actor, correlation_id, created_at, sent_at, status_at)
     select $1, gen_random_uuid(), $2, 'email', 'payment_confirmation', 'en', 'customer' || n || '@example.nl',
       'Your payment', '{}', 'sent', n || '@bench.example', 'bench' || lpad(n::text, 21, '0'), $4, gen_random_uuid(),
       now(), now(), now()
     from generate_series(1, $3::int) n`,
    [merchantId, websiteId, count, mark],
  );
  await owner.query("analyze communication");
}
