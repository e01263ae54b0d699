import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { clearDue, makeDue } from "@/bench/data/due";
import { makeChanges, makePushes } from "@/bench/data/pushes";
import { p50 } from "@/bench/measure";
import { atMost, ratioAtLeast, type Result } from "@/bench/result";
import { startPushReceiver } from "@/bench/servers/push-receiver";
import type { Site } from "@/bench/site";
import { root } from "@/scripts/start/state";

const delivered = 10_000;
const enqueued = 100_000;
const rounds = 3;
const target = 0.4;
/** Product.md 3: 10,000 queued in 10 s. */
const enqueueSeconds = 100;

const run = promisify(execFile);

async function once(
  site: Site,
  what: "deliver" | "enqueue",
  side: "ours" | "bare",
  url: string,
): Promise<number> {
  const program = ["--import", "tsx", "--conditions=react-server", join("bench", "pushes", "one-run.ts")];
  const { stdout } = await run(process.execPath, [...program, what, side, site.scope, url], {
    cwd: root,
    env: { ...process.env, ...site.environment, OUTBOUND_ALLOWED: new URL(url).host },
  });
  return (JSON.parse(stdout) as { tookMs: number }).tookMs;
}

const left = async ({ owner, scope }: Site, state: string): Promise<number> => {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int as count from push where merchant_id = $1 and state = $2",
    [scope, state],
  );
  return rows[0]?.count ?? 0;
};

async function measureDelivery(site: Site, url: string): Promise<Result> {
  await makeDue(site, { first: 1, count: delivered, day: "2026-01-01" });
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await makePushes(site, new URL(url).host);
    bare.push(await once(site, "deliver", "bare", url));
    ours.push(await once(site, "deliver", "ours", url));
    if ((await left(site, "delivered")) !== delivered) throw new Error("not every push was delivered");
  }
  const rate = (took: readonly number[]) => Math.round(delivered / (p50(took) / 1000));
  return ratioAtLeast("pushes/bare-loop", target, {
    ours: rate(ours),
    baseline: rate(bare),
    unit: "pushes/s",
  });
}

async function measureEnqueue(site: Site, url: string): Promise<Result> {
  await makeDue(site, { first: delivered + 1, count: enqueued - delivered, day: "2026-01-01" });
  await makeChanges(site);
  const bare = await once(site, "enqueue", "bare", url);
  await makeChanges(site);
  const ours = await once(site, "enqueue", "ours", url);
  const told = await left(site, "pending");
  if (told !== enqueued) throw new Error(`${told} pushes were planned`);
  return atMost("pushes/enqueue-100000", enqueueSeconds, {
    ours: ours / 1000,
    baseline: bare / 1000,
    unit: "s",
  });
}

/** Pushes of one merchant to a receiver that takes all of them, and the planning of 100,000. */
export async function measurePushes(site: Site): Promise<Result[]> {
  const receiver = await startPushReceiver(site);
  try {
    await clearDue(site.owner);
    await site.owner.query("update website set push_url = $2 where id = $1", [
      site.websiteId,
      `${receiver.url}/`,
    ]);
    return [await measureDelivery(site, `${receiver.url}/`), await measureEnqueue(site, `${receiver.url}/`)];
  } finally {
    await receiver.stop();
    await clearDue(site.owner);
  }
}
