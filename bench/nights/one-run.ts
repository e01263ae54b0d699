/**
 * `one-run.ts bare COUNT SITE` renews so many reservations of its own with bare calls;
 * `one-run.ts ours MERCHANT WARM_UP_AT AT` runs a worker through a merchant's renewals that are due at the one instant
 * and then through those that are due at the other. Tells how the second part went.
 */
import { AcquirerCalls } from "@/bench/acquirer-calls";
import { growthDuring } from "@/bench/memory";
import { startQueue } from "@/bench/worker";
import { moveClock, systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

const warmUp = 5_000;

async function tell(work: () => Promise<void>): Promise<void> {
  const since = performance.now();
  const grownMib = await growthDuring(work);
  console.log(JSON.stringify({ tookMs: performance.now() - since, grownMib }));
}

async function bare(count: string, siteReference: string): Promise<void> {
  const calls = new AcquirerCalls(env().gatewayUrl, siteReference);
  const renew = calls.renew.bind(calls);
  await calls.abreast(await calls.reserve(warmUp), renew);
  const reservations = await calls.reserve(Number(count));
  await tell(() => calls.abreast(reservations, renew));
  await calls.close();
}

async function ours(merchantId: string, warmUpAt: string, at: string): Promise<void> {
  const queue = await startQueue("authorisations.renew");
  const renewAt = (instant: string) => {
    moveClock(new Date(instant).getTime() - systemMs());
    return queue.work({ merchantId }, `authorisations.renew:${merchantId}`);
  };
  await renewAt(warmUpAt);
  await tell(() => renewAt(at));
  await queue.stop();
}

const [side = "", ...words] = process.argv.slice(2);
const [first = "", second = "", third = ""] = words;
await (side === "bare" ? bare(first, second) : ours(first, second, third));
