/** `one-run.ts deliver|enqueue ours|bare MERCHANT URL`: does it once and tells how many milliseconds it took. */
import { deliverDuePushes, pushPaymentStatus } from "@/lib/features/pushes/jobs/handlers";
import { closeDatabase } from "@/lib/platform/db";
import { abreast, countWaiting, deliverBare, enqueueBare, readChanges } from "./bare-loop";

const [what = "", side = "", merchantId = "", url = ""] = process.argv.slice(2);

/** Slice after slice, as the queue would hand them out. */
async function deliver(): Promise<void> {
  const { host } = new URL(url);
  while ((await countWaiting(merchantId)) > 0) await deliverDuePushes({ version: 1, merchantId, host });
}

async function enqueue(): Promise<void> {
  const changes = await readChanges(merchantId);
  await abreast(changes, 8, ({ id: historyId, paymentId }) =>
    pushPaymentStatus({ version: 1, merchantId, paymentId, historyId }),
  );
}

const runs: Readonly<Record<string, () => Promise<void>>> = {
  "deliver ours": deliver,
  "deliver bare": () => deliverBare(merchantId, url),
  "enqueue ours": enqueue,
  "enqueue bare": () => enqueueBare(merchantId),
};
const run = runs[`${what} ${side}`];
if (run === undefined) throw new Error(`${what} ${side} is no run`);
const since = performance.now();
await run();
console.log(JSON.stringify({ tookMs: performance.now() - since }));
await closeDatabase();
