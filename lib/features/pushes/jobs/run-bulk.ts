import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import {
  bulkFlow,
  hasFailed,
  isProbed,
  nextBatch,
  paceOf,
  type BulkEvent,
  type BulkState,
  type HostRecord,
} from "@/lib/features/bulk-pushes/model";
import {
  bookItems,
  bookKnownAttempts,
  claimItems,
  giveUpItems,
  hostsLeft,
  leaveOutdated,
  recordOf,
  type Booked,
  type Claimed,
} from "@/lib/features/pushes/jobs/bulk-items";
import { attemptPushes } from "@/lib/features/pushes/jobs/send";
import { alone } from "@/lib/platform/alone";
import { systemMs } from "@/lib/platform/clock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** A job ends after this long and goes on as the next one, so that a worker can be stopped in between. */
const sliceMs = 15_000;
const hostsAtOnce = 8;
const busyMs = 1_000;

type Run = {
  readonly actor: Actor;
  readonly bulkId: string;
  /** Who asked for it: attempts bear the name. */
  readonly by: string;
  readonly goesOn: () => boolean;
};

async function lockBulk(tx: Tx, bulkId: string) {
  const [bulk] = await tx.db.$queryRaw<{ state: BulkState; actor: string; startsAt: Date }[]>`
    select state, actor, starts_at as "startsAt" from push_bulk
    where merchant_id = ${tx.scope}::uuid and id = ${bulkId}::uuid for no key update`;
  if (bulk === undefined) throw new Error(`there is no bulk push ${bulkId}`);
  return bulk;
}

/** Takes the step if the state allows it. */
async function step(tx: Tx, bulkId: string, from: BulkState, event: BulkEvent): Promise<BulkState> {
  const to = advance(bulkFlow, from, event);
  if (!to.ok) return from;
  const isOver = to.value === "done" || to.value === "stopped";
  await tx.db.pushBulk.update({
    where: { merchantId_id: { merchantId: tx.scope, id: bulkId } },
    data: {
      state: to.value,
      ...(isOver && { finishedAt: tx.now }),
      ...(event === "give_up" && { reason: "host_failed" }),
    },
    select: { id: true },
  });
  await tx.announce("bulk-pushes", bulkId);
  return to.value;
}

/** Writes down what a dead process left, and says who asked; null when there is nothing to send now. */
const open = (actor: Actor, bulkId: string): Promise<string | null> =>
  inTransaction(actor, async (tx) => {
    const bulk = await lockBulk(tx, bulkId);
    await bookKnownAttempts(tx, bulkId);
    const isEarly = bulk.state === "waiting" && bulk.startsAt > tx.now;
    const state = isEarly ? bulk.state : await step(tx, bulkId, bulk.state, "begin");
    if (state === "stopped") await giveUpItems(tx, bulkId, null);
    return ok(state === "probing" || state === "running" ? bulk.actor : null);
  }).then(({ value }) => value);

const trust = ({ actor, bulkId }: Run) =>
  inTransaction(actor, async (tx) => ok(await step(tx, bulkId, (await lockBulk(tx, bulkId)).state, "trust")));

const giveUp = ({ actor, bulkId }: Run, host: string) =>
  inTransaction(actor, async (tx) => {
    const { count } = await giveUpItems(tx, bulkId, host);
    await tx.audit("push_bulk.gave_up_host", ["push_bulk", bulkId], { host, notSent: count });
    return ok(undefined);
  });

const words = { accepted: "accepted", no_address: "no_address" } as const;

/** Results of a batch; those that others have in hand for longer than usual have none yet. */
async function attempt({ actor, by }: Run, claimed: readonly Claimed[]): Promise<Booked[]> {
  const told = new Map(
    (await attemptPushes(actor, claimed, { trigger: "bulk", by })).map((one) => [one.pushId, one]),
  );
  return claimed.flatMap(({ pushId, position }): Booked[] => {
    const one = told.get(pushId);
    if (one === undefined || one.outcome === "not_found") return [];
    const state = one.outcome in words ? words[one.outcome as keyof typeof words] : "refused";
    return [{ position, state, status: one.status }];
  });
}

function recorded(before: HostRecord, results: readonly Booked[]): HostRecord {
  let { finished, refused, acceptedInARow, refusedInARow } = before;
  for (const { state } of results) {
    if (state === "no_address") continue;
    finished += 1;
    refused += state === "refused" ? 1 : 0;
    acceptedInARow = state === "accepted" ? acceptedInARow + 1 : 0;
    refusedInARow = state === "refused" ? refusedInARow + 1 : 0;
  }
  return { finished, refused, acceptedInARow, refusedInARow };
}

/** First what was begun and has no result, then what was not begun; what was in other hands comes last. */
async function claimNext({ actor, bulkId }: Run, host: string, most: number, first: boolean) {
  const ask = (begun: boolean) => claimItems(actor, { bulkId, host, most, begun });
  const claimed = await ask(first);
  return claimed.length > 0 ? claimed : ask(!first);
}

/** One host at its own pace, until it is served, fails, or the time is up. */
async function serve(run: Run, host: string): Promise<void> {
  let record = await recordOf(run.actor.scope, run.bulkId, host);
  for (let first = true; run.goesOn(); first = false) {
    if (hasFailed(record)) {
      await giveUp(run, host);
      return;
    }
    const startedMs = systemMs();
    const claimed = await claimNext(run, host, nextBatch(record), first);
    if (claimed.length === 0) return;
    const results = await attempt(run, claimed);
    const before = record;
    record = recorded(before, results);
    if (results.length > 0) await bookItems(run.actor, run.bulkId, results);
    if (isProbed(record) && !isProbed(before)) await trust(run);
    const dueMs = results.length === 0 ? busyMs : (results.length / paceOf(record)) * 1000;
    await sleep(Math.max(0, startedMs + dueMs - systemMs()));
  }
}

async function serveAll(run: Run, hosts: readonly string[]): Promise<void> {
  const left = [...hosts];
  const work = async () => {
    for (let host = left.shift(); host !== undefined && run.goesOn(); host = left.shift())
      await serve(run, host);
  };
  await Promise.all(Array.from({ length: hostsAtOnce }, work));
}

/** Ends the bulk push when every row has its result. */
const close = ({ actor, bulkId }: Run): Promise<"more" | "over"> =>
  inTransaction(actor, async (tx) => {
    const { state } = await lockBulk(tx, bulkId);
    if (state !== "probing" && state !== "running") return ok("over" as const);
    await leaveOutdated(tx, bulkId);
    const where = { merchantId: tx.scope, bulkId };
    if (
      (await tx.db.pushBulkItem.findFirst({
        where: { ...where, state: "planned" },
        select: { position: true },
      })) !== null
    )
      return ok("more" as const);
    const notSent = await tx.db.pushBulkItem.count({ where: { ...where, state: "not_sent" } });
    await step(tx, bulkId, state, notSent > 0 ? "give_up" : "finish");
    await tx.audit("push_bulk.finished", ["push_bulk", bulkId], { notSent });
    return ok("over" as const);
  }).then(({ value }) => value);

async function runSlice(actor: Actor, bulkId: string, isHeld: () => boolean): Promise<"more" | "over"> {
  const by = await open(actor, bulkId);
  if (by === null) return "over";
  const endMs = systemMs() + sliceMs;
  const run = { actor, bulkId, by, goesOn: () => isHeld() && systemMs() < endMs };
  await serveAll(run, await hostsLeft(actor.scope, bulkId));
  return close(run);
}

/** Sends a bulk push, or a slice of it. Whoever finds it in other hands looks again soon. */
export async function runBulkPush(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("push_bulk.run", payload);
  const { bulkId } = ids;
  const ran = await alone(`push-bulk:${bulkId}`, (isHeld) => runSlice(actor, bulkId, isHeld));
  if (ran === "over") return;
  await inTransaction(actor, async (tx) => {
    const runAt = ran === null ? new Date(tx.now.getTime() + busyMs) : tx.now;
    await tx.emit("push_bulk.run", { bulkId }, { runAt, key: `push-bulk:${bulkId}` });
    return ok(undefined);
  });
}
