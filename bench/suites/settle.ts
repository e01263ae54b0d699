import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { clearDue, makeDue } from "@/bench/data/due";
import { p50 } from "@/bench/measure";
import { atMost, exactly, ratioAtLeast, type Result } from "@/bench/result";
import { startAcquirer } from "@/bench/servers/acquirer";
import type { Server } from "@/bench/servers/server";
import type { Site } from "@/bench/site";
import { root } from "@/scripts/start/state";

const due = 100_000;
const warmUp = 5_000;
const [warmUpDay, day] = ["2026-01-01", "2026-01-02"] as const;
const rounds = 3;
const loopTarget = 0.4;
const memoryLimit = 64;

const run = promisify(execFile);
type Told = { readonly tookMs: number; readonly grownMib: number };

async function settleOnce(site: Site, acquirer: Server, side: "ours" | "bare"): Promise<Told> {
  const program = ["--expose-gc", "--import", "tsx", "--conditions=react-server"];
  const { stdout } = await run(
    process.execPath,
    [...program, join("bench", "settle", "one-run.ts"), side, site.scope, warmUpDay, day],
    { cwd: root, env: { ...process.env, ...site.environment, GATEWAY_URL: acquirer.url } },
  );
  return JSON.parse(stdout) as Told;
}

async function makeAll(site: Site): Promise<void> {
  await clearDue(site.owner);
  await makeDue(site, { first: 1, count: warmUp, day: warmUpDay });
  await makeDue(site, { first: warmUp + 1, count: due, day });
}

/** How many payments were captured, and by how many captures. @throws unless all of them were. */
async function countCaptures({ owner, scope, websiteId }: Site): Promise<number> {
  const { rows } = await owner.query<{ open: number; captures: number }>(
    `select count(*) filter (where p.status <> 'completed')::int as open,
       (select count(*)::int from operation where merchant_id = $1 and kind = 'capture' and outcome = 'approved') as captures
     from payment p where p.merchant_id = $1 and p.website_id = $2`,
    [scope, websiteId],
  );
  const [row] = rows;
  if (row?.open !== 0) throw new Error(`${row?.open ?? "all"} payments were not settled`);
  return row.captures;
}

/** Two workers at the same due payments. */
async function settleTwice(site: Site, acquirer: Server): Promise<Result> {
  await makeAll(site);
  await Promise.all([settleOnce(site, acquirer, "ours"), settleOnce(site, acquirer, "ours")]);
  const sides = { ours: await countCaptures(site), baseline: due + warmUp, unit: "captures" };
  return exactly("settle/two-workers", sides);
}

/** The settlement run over 100,000 due payments of one merchant, against a loop of the same calls and bulk statements. */
export async function measureSettlement(site: Site): Promise<Result[]> {
  const acquirer = await startAcquirer(site);
  const [ours, bare]: [Told[], Told[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const [side, told] of [
        ["ours", ours],
        ["bare", bare],
      ] as const) {
        await makeAll(site);
        told.push(await settleOnce(site, acquirer, side));
        await countCaptures(site);
      }
    const rate = (told: readonly Told[]) => Math.round(due / (p50(told.map(({ tookMs }) => tookMs)) / 1000));
    const growth = (told: readonly Told[]) => p50(told.map(({ grownMib }) => grownMib));
    return [
      ratioAtLeast("settle/bare-loop", loopTarget, {
        ours: rate(ours),
        baseline: rate(bare),
        unit: "rows/s",
      }),
      atMost("settle/memory", memoryLimit, { ours: growth(ours), baseline: growth(bare), unit: "MiB" }),
      await settleTwice(site, acquirer),
    ];
  } finally {
    await acquirer.stop();
    await clearDue(site.owner);
  }
}
