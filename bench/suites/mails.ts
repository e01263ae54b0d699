import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { p50 } from "@/bench/measure";
import { ratioAtLeast, type Result } from "@/bench/result";
import { startMailSink } from "@/bench/servers/mail-sink";
import type { Site } from "@/bench/site";
import { root } from "@/scripts/start/state";

const mails = 5_000;
const rounds = 3;
const target = 0.5;

const run = promisify(execFile);

async function once(site: Site, side: "ours" | "bare", smtpUrl: string): Promise<number> {
  const program = ["--import", "tsx", "--conditions=react-server", join("bench", "mails", "one-run.ts")];
  const { stdout } = await run(process.execPath, [...program, side, site.scope, smtpUrl], {
    cwd: root,
    env: { ...process.env, ...site.environment, SMTP_URL: smtpUrl },
  });
  return (JSON.parse(stdout) as { tookMs: number }).tookMs;
}

const clear = ({ owner }: Site) => owner.query("truncate communication cascade");

/** Confirmations of payments, each to another customer. */
async function fill(site: Site): Promise<void> {
  await clear(site);
  await site.owner.query(
    `insert into communication (merchant_id, id, website_id, channel, kind, locale, addressee, content, state, message_id,
       return_token, next_attempt_at, actor, correlation_id, created_at, status_at)
     select $1::uuid, id, $2::uuid, 'email', 'payment_confirmation', 'nl', 'customer-' || n || '@example.nl',
       json_build_object('shop', 'Benchmark', 'amount', json_build_object('minor', 1000 + n, 'currency', 'EUR'),
         'reference', 'R-' || n, 'order', 'A-' || n, 'paidAt', '2026-11-22T10:00:00.000Z', 'method', 'ideal',
         'timezone', 'Europe/Amsterdam'),
       'queued', id || '@bench', left(md5(n::text) || md5(n::text), 26), now(), 'system:bench', id, now(), now()
     from (select gen_random_uuid() as id, n from generate_series(1, $3::int) n) made`,
    [site.scope, site.websiteId, mails],
  );
  await site.owner.query("analyze communication");
}

async function countSent({ owner, scope }: Site): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int as count from communication where merchant_id = $1 and state = 'sent'",
    [scope],
  );
  return rows[0]?.count ?? 0;
}

/** Mails of one merchant into a server that takes all of them. */
export async function measureMails(site: Site): Promise<Result[]> {
  const { server, smtpUrl } = await startMailSink(site);
  try {
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      await fill(site);
      bare.push(await once(site, "bare", smtpUrl));
      ours.push(await once(site, "ours", smtpUrl));
      if ((await countSent(site)) !== mails) throw new Error("not every mail was sent");
    }
    const rate = (took: readonly number[]) => Math.round(mails / (p50(took) / 1000));
    const rates = { ours: rate(ours), baseline: rate(bare), unit: "mails/s" };
    return [ratioAtLeast("mails/bare-pool", target, rates)];
  } finally {
    await server.stop();
    await clear(site);
  }
}
