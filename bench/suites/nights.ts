import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { AcquirerCalls } from "@/bench/acquirer-calls";
import { analyseChains, makeChains } from "@/bench/data/chains";
import { clearDue } from "@/bench/data/due";
import { atMost, exactly, ratioAtLeast, type Result } from "@/bench/result";
import { startAcquirer } from "@/bench/servers/acquirer";
import type { Server } from "@/bench/servers/server";
import type { Site } from "@/bench/site";
import { nextNightStart } from "@/lib/kernel/nights";
import { root } from "@/scripts/start/state";

const mostRenewals = 100_000;
const warmUp = 5_000;
const target = 0.4;
const memoryLimit = 128;
const minuteMs = 60_000;

const run = promisify(execFile);
type Told = { readonly tookMs: number; readonly grownMib: number };

async function once(site: Site, acquirer: Server, words: readonly string[]): Promise<Told> {
  const program = ["--expose-gc", "--import", "tsx", "--conditions=react-server"];
  const { stdout } = await run(
    process.execPath,
    [...program, join("bench", "nights", "one-run.ts"), ...words],
    { cwd: root, env: { ...process.env, ...site.environment, GATEWAY_URL: acquirer.url } },
  );
  return JSON.parse(stdout) as Told;
}

type Night = { readonly warmUpAt: Date; readonly at: Date };

/** Two moments of the night that comes next, by which the two parts are due. */
function nextNight(): Night {
  const start = nextNightStart(new Date()).getTime();
  return { warmUpAt: new Date(start + 5 * minuteMs), at: new Date(start + 20 * minuteMs) };
}

async function makeAll(site: Site, acquirer: Server, { warmUpAt, at }: Night, renewals: number) {
  await clearDue(site.owner);
  const calls = new AcquirerCalls(acquirer.url, site.siteReference);
  await makeChains(site, await calls.reserve(warmUp), new Date(warmUpAt.getTime() - minuteMs));
  await makeChains(site, await calls.reserve(renewals), new Date(at.getTime() - 5 * minuteMs));
  await calls.close();
  await analyseChains(site.owner);
}

type Account = {
  readonly reference: string;
  readonly sale: string | null;
  readonly authorised: number;
  readonly reversed: number;
};
type Chain = { readonly first: string; readonly live: string; readonly minor: number };

/** What is reserved at the acquirer, under the reference of each order's first authorisation. */
async function reservedAt(acquirer: Server): Promise<ReadonlyMap<string, Account[]>> {
  const { accounts } = (await (await fetch(`${acquirer.url}/accounts`)).json()) as { accounts: Account[] };
  const reserved = new Map<string, Account[]>();
  for (const account of accounts) {
    if (account.authorised === account.reversed) continue;
    const sale = account.sale ?? account.reference;
    reserved.set(sale, [...(reserved.get(sale) ?? []), account]);
  }
  return reserved;
}

/** Chains that were renewed once and have one reservation at the acquirer: the one they know. */
async function countAgreed(site: Site, acquirer: Server): Promise<number> {
  const { rows } = await site.owner.query<Chain>(
    `select first_reference as first, live_reference as live, reserved_minor::float8 as minor from authorisation_chain
     where merchant_id = $1 and website_id = $2 and renewals = 1 and phase is null and state = 'active'`,
    [site.scope, site.websiteId],
  );
  const reserved = await reservedAt(acquirer);
  const isAgreed = ({ first, live, minor }: Chain) => {
    const [one, ...others] = reserved.get(first) ?? [];
    return others.length === 0 && one?.reference === live && one.authorised === minor;
  };
  return rows.filter(isAgreed).length;
}

/**
 * A night of renewals by a worker against the sandbox's acquirer, between two halves of a bare loop that makes the same
 * two calls for each, over as many connections.
 */
export async function measureNights(site: Site): Promise<Result[]> {
  const renewals = Math.min(mostRenewals, site.rows / 10);
  const acquirer = await startAcquirer(site);
  const night = nextNight();
  const half = ["bare", String(renewals / 2), site.siteReference];
  try {
    await makeAll(site, acquirer, night, renewals);
    const before = await once(site, acquirer, half);
    const instants = [night.warmUpAt, night.at].map((instant) => instant.toISOString());
    const ours = await once(site, acquirer, ["ours", site.scope, ...instants]);
    const after = await once(site, acquirer, half);
    const rate = (tookMs: number) => Math.round(renewals / (tookMs / 1000));
    const bare = {
      tookMs: before.tookMs + after.tookMs,
      grownMib: Math.max(before.grownMib, after.grownMib),
    };
    return [
      ratioAtLeast("nights/bare-loop", target, {
        ours: rate(ours.tookMs),
        baseline: rate(bare.tookMs),
        unit: "renewals/s",
      }),
      atMost("nights/memory", memoryLimit, { ours: ours.grownMib, baseline: bare.grownMib, unit: "MiB" }),
      exactly("nights/ledger", {
        ours: await countAgreed(site, acquirer),
        baseline: warmUp + renewals,
        unit: "reservations",
      }),
    ];
  } finally {
    await acquirer.stop();
    await clearDue(site.owner);
  }
}
