import { setTimeout as pause } from "node:timers/promises";
import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import type { Attempted, Booked } from "@/lib/features/pushes/jobs/attempt";
import { book } from "@/lib/features/pushes/jobs/book";
import { callShop, urlOf } from "@/lib/features/pushes/jobs/call";
import { claimThese, type ClaimedPush } from "@/lib/features/pushes/jobs/claim";
import { releaseClaims } from "@/lib/features/pushes/jobs/release";
import type { AttemptOutcome } from "@/lib/features/pushes/model";
import { askOnce } from "@/lib/platform/conversation";

type Wish = { readonly pushId: string; readonly attemptId: string };
type Origin = { readonly trigger: "manual" | "bulk"; readonly by: string };
export type AttemptResult = {
  readonly pushId: string;
  readonly outcome: AttemptOutcome | "no_address" | "not_found";
  readonly status: number | null;
};

/** What an earlier run of the same wish has booked. */
async function madeBefore(actor: Actor, wishes: readonly Wish[]): Promise<AttemptResult[]> {
  const ids = wishes.map(({ attemptId }) => attemptId);
  return askOnce<AttemptResult>(
    actor.scope,
    sql`select push_id as "pushId", outcome, status from push_attempt
        where merchant_id = current_merchant() and id = any(${ids}::uuid[])`,
  );
}

const patience = { rounds: 120, pauseMs: 250 };

/** Waits for those that another worker has in hand at this moment. Who is not found in the end is not there. */
async function claimAll(actor: Actor, wishes: readonly Wish[]): Promise<ClaimedPush[]> {
  const claimed: ClaimedPush[] = [];
  const missing = new Set(wishes.map(({ pushId }) => pushId));
  const known = await askOnce<{ id: string }>(
    actor.scope,
    sql`select id from push where merchant_id = current_merchant() and id = any(${[...missing]}::uuid[])`,
  );
  for (let round = 0; claimed.length < known.length && round < patience.rounds; round += 1) {
    if (round > 0) await pause(patience.pauseMs);
    const more = await claimThese(actor, [...missing]);
    for (const push of more) missing.delete(push.id);
    claimed.push(...more);
  }
  return claimed;
}

const resultOf = ({ push, outcome, sent }: Booked): AttemptResult => ({
  pushId: push.id,
  outcome,
  status: sent.exchange.status,
});

async function sendThese(
  actor: Actor,
  claimed: readonly ClaimedPush[],
  attemptIds: ReadonlyMap<string, string>,
  origin: Origin,
): Promise<readonly AttemptResult[]> {
  const lacking = claimed.filter((push) => urlOf(push) === null);
  await releaseClaims(
    actor,
    lacking.map(({ id }) => id),
  );
  const attempts = await Promise.all(
    claimed.flatMap((push): Promise<Attempted>[] => {
      const [url, attemptId] = [urlOf(push), attemptIds.get(push.id)];
      if (url === null || attemptId === undefined) return [];
      return [callShop(push, url).then((sent) => ({ push, sent, attemptId, ...origin }))];
    }),
  );
  const parked = lacking.map(({ id }) => ({ pushId: id, outcome: "no_address" as const, status: null }));
  return [...(await book(actor, attempts)).map(resultOf), ...parked];
}

/**
 * Sends these pushes now, side by side, and books the attempts: same message ids, earlier attempts untouched, the
 * automatic schedule as it was. A wish that was granted before, by its attempt's id, is not sent again.
 */
export async function attemptPushes(
  actor: Actor,
  pushes: readonly Wish[],
  origin: Origin,
): Promise<readonly AttemptResult[]> {
  const before = await madeBefore(actor, pushes);
  const made = new Set(before.map(({ pushId }) => pushId));
  const open = pushes.filter(({ pushId }) => !made.has(pushId));
  const claimed = await claimAll(actor, open);
  const attemptIds = new Map(open.map(({ pushId, attemptId }) => [pushId, attemptId]));
  const results = [...before, ...(await sendThese(actor, claimed, attemptIds, origin))];
  const told = new Set(results.map(({ pushId }) => pushId));
  const lost = pushes.filter(({ pushId }) => !told.has(pushId));
  return [...results, ...lost.map(({ pushId }) => ({ pushId, outcome: "not_found" as const, status: null }))];
}
