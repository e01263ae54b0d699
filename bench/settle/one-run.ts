/** `one-run.ts ours|bare MERCHANT WARM_UP_DAY DAY`: settles what is due up to the days and tells how the second went. */
import { growthDuring } from "@/bench/memory";
import { settleDuePayments } from "@/lib/features/payments/jobs/settle";
import { closeDatabase } from "@/lib/platform/db";
import { settleBare } from "./bare-loop";

const sides: Readonly<Record<string, (merchantId: string, day: string) => Promise<void>>> = {
  ours: (merchantId, day) => settleDuePayments({ version: 1, merchantId, day }),
  bare: settleBare,
};

const [side = "", merchantId = "", warmUpDay = "", day = ""] = process.argv.slice(2);
const settle = sides[side];
if (settle === undefined) throw new Error(`${side} is no side`);
// A small run first: the process reaches its working size, and what grows after it grows with the rows.
await settle(merchantId, warmUpDay);
const since = performance.now();
const grownMib = await growthDuring(() => settle(merchantId, day));
console.log(JSON.stringify({ tookMs: performance.now() - since, grownMib }));
await closeDatabase();
