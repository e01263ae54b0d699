import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { AcquirerCalls } from "@/bench/acquirer-calls";
import { analyseChains, makeChains } from "@/bench/data/chains";
import { clearDue } from "@/bench/data/due";
import { atMost, exactly, told, type Result } from "@/bench/result";
import { startAcquirer } from "@/bench/servers/acquirer";
import type { Server } from "@/bench/servers/server";
import type { Site } from "@/bench/site";
import { nextNightStart, plusBerlinDays } from "@/lib/kernel/nights";
import { root } from "@/scripts/start/state";

const mostRows = 100_000;
const warmUp = 1_000;
const mid = "bench";
const checkSeconds = 5;
const memoryLimit = 128;
const halfDayMs = 12 * 3_600_000;

const run = promisify(execFile);
type Told = {
  readonly checkMs: number;
  readonly bookMs: number;
  readonly grownMib: number;
  readonly storeMs?: number;
};

async function once(site: Site, acquirer: Server, words: readonly string[]): Promise<Told> {
  const program = ["--expose-gc", "--import", "tsx", "--conditions=react-server"];
  const { stdout } = await run(
    process.execPath,
    [...program, join("bench", "files", "one-run.ts"), ...words],
    { cwd: root, env: { ...process.env, ...site.environment, GATEWAY_URL: acquirer.url } },
  );
  return JSON.parse(stdout) as Told;
}

async function makeAll(site: Site, acquirer: Server, at: Date, rows: number): Promise<void> {
  await clearDue(site.owner);
  await site.owner.query(
    `insert into computop_credential (merchant_id, id, website_id, mid, cipher_password, hmac_password, created_at)
     values ($1, gen_random_uuid(), $2, $3, '', '', now()) on conflict (mid) do nothing`,
    [site.scope, site.websiteId, mid],
  );
  const calls = new AcquirerCalls(acquirer.url, site.siteReference);
  await makeChains(site, await calls.reserve(warmUp + rows), plusBerlinDays(at, 2));
  await calls.close();
  await analyseChains(site.owner);
}

async function countCaptured({ owner, scope, websiteId }: Site): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from authorisation_chain c
     join payment p on p.merchant_id = c.merchant_id and p.id = c.payment_id
     where c.merchant_id = $1 and c.website_id = $2 and c.captured_minor = c.original_minor and p.status = 'completed'
       and (select count(*) from operation o where o.merchant_id = c.merchant_id and o.payment_id = c.payment_id
         and o.kind = 'capture') = 1`,
    [scope, websiteId],
  );
  return rows[0]?.count ?? 0;
}

/**
 * A file of captures, checked, handed in and booked by a worker, between two halves of a bare loop that makes the same
 * calls over as many connections.
 */
export async function measureFiles(site: Site): Promise<Result[]> {
  const rows = Math.min(mostRows, site.rows / 10);
  const acquirer = await startAcquirer(site);
  /** By day: no night closes captures. */
  const at = new Date(nextNightStart(new Date()).getTime() + halfDayMs);
  const half = ["bare", String(rows / 2), site.siteReference];
  try {
    await makeAll(site, acquirer, at, rows);
    const before = await once(site, acquirer, half);
    const ours = await once(site, acquirer, ["ours", site.scope, mid, at.toISOString()]);
    const after = await once(site, acquirer, half);
    const seconds = (ms: number) => ms / 1000;
    const rate = (ms: number) => Math.round(rows / seconds(ms));
    const bareCheckMs = before.checkMs + after.checkMs;
    return [
      atMost("files/check", checkSeconds, {
        ours: seconds(ours.checkMs),
        baseline: seconds(bareCheckMs),
        unit: "s",
      }),
      atMost("files/handed-in", checkSeconds * 4, {
        ours: seconds(ours.storeMs ?? Number.NaN),
        baseline: seconds(bareCheckMs),
        unit: "s",
      }),
      told("files/booked", {
        ours: rate(ours.bookMs),
        baseline: rate(before.bookMs + after.bookMs),
        unit: "rows/s",
      }),
      atMost("files/memory", memoryLimit, {
        ours: ours.grownMib,
        baseline: Math.max(before.grownMib, after.grownMib),
        unit: "MiB",
      }),
      exactly("files/once", {
        ours: await countCaptured(site),
        baseline: warmUp + rows,
        unit: "captures",
      }),
    ];
  } finally {
    await acquirer.stop();
    await clearDue(site.owner);
  }
}
