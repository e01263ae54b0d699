import { websiteId, type Site } from "@/bench/site";
import { withoutIndexes } from "./fill";

/** So many bounces of the large merchant, half of them of each report, over a year; nothing of an earlier run is left. */
export async function makeBounces(
  { owner, scope }: Pick<Site, "owner" | "scope">,
  count: number,
): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query("set local maintenance_work_mem = '512MB'");
    await client.query("truncate bounce");
    await withoutIndexes(client, "bounce", () =>
      client.query(
        `insert into bounce (merchant_id, id, website_id, kind, channel, addressee, domain, name, invoice_number, subject,
           bounced_at, reason, reason_code, class, is_hard, source, message_sent_at)
         select $1::uuid, gen_random_uuid(), $2::uuid,
           case when n % 2 = 0 then 'PLAZA_EMAIL' else 'CREDIT_MANAGEMENT' end,
           case when n % 8 = 1 then 'sms' else 'email' end,
           'customer' || n || '@mail' || n % 500 || '.example', 'mail' || n % 500 || '.example', 'Customer ' || n,
           'F-' || n, 'Reminder ' || n % 3, at,
           case when n % 20000 = 0 then '554 5.7.1 rare words of one server'
             else '550 5.1.1 The email account that you tried to reach does not exist ' || n % 97 end,
           '5.1.1', (array['unknown_user', 'unknown_user', 'unknown_host', 'mailbox_full', 'policy', 'expired'])[1 + n / 2 % 6],
           true, 'report', at - interval '2 minutes'
         from (select n, timestamptz '2026-11-01' - n * (interval '365 days' / $3::int) as at
           from generate_series(1, $3::int) n) made`,
        [scope, websiteId(1), count],
      ),
    );
    await client.query("commit");
    await client.query("vacuum (analyze) bounce");
  } finally {
    client.release();
  }
}
