import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import type { Attempted } from "@/lib/features/pushes/jobs/attempt";
import { Bookkeeper } from "@/lib/features/pushes/jobs/book";
import { callShop, outcomeOf, urlOf } from "@/lib/features/pushes/jobs/call";
import { claimDue, type ClaimedPush } from "@/lib/features/pushes/jobs/claim";
import { releaseClaims } from "@/lib/features/pushes/jobs/release";
import { rewindLane, windLane } from "@/lib/features/pushes/jobs/lanes";
import { hostOf, listingOf, pushFlow, subjectOf } from "@/lib/features/pushes/model";
import { systemMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction } from "@/lib/platform/tx";

/** At once to one host: few until it has taken one, so that one that hangs costs few of its own and nobody else's. */
const [few, many] = [8, 32];
/** A lane gives its place in the worker back after this time, and waits in line for the next. */
const sliceMs = 5_000;

const attempt = async (push: ClaimedPush, url: string): Promise<Attempted> => ({
  push,
  sent: await callShop(push, url),
  attemptId: newId(),
  trigger: "auto",
  by: "system:schedule",
});

/** PN-E4: without an address nothing is sent, and that is no failure: it waits until there is one. */
const park = (actor: Actor, pushes: readonly ClaimedPush[]) =>
  inQuickTransaction(actor, async (tx) => {
    for (const push of pushes) {
      const to = advance(pushFlow, push.state, "lack_address");
      if (!to.ok) return to;
      await tx.tell(sql`
        update push set state = ${to.value}, next_attempt_at = null, held_until = null, host = ''
        where merchant_id = ${tx.scope}::uuid and id = ${push.id}::uuid and state = ${push.state}`);
      const [subject, subjectId] = subjectOf(push);
      await tx.audit("push.not_sent", [subject, subjectId], { pushId: push.id, reason: "no_address" });
      await tx.announce(listingOf[subject], subjectId);
      await tx.announce("pushes", push.id);
    }
    return ok(undefined);
  });

/** PN-E3: the address has moved to another host since these were planned. */
async function moveTo(actor: Actor, host: string, pushes: readonly ClaimedPush[]): Promise<void> {
  await inQuickTransaction(actor, async (tx) => {
    const ids = pushes.map(({ id }) => id);
    await tx.tell(sql`update push set host = ${host}, held_until = null
      where merchant_id = ${tx.scope}::uuid and id = any(${ids}::uuid[])`);
    return ok(undefined);
  });
  await windLane(actor.scope, host);
}

/** What of the claimed is to be sent in this lane; the rest goes where it belongs. */
async function sort(actor: Actor, host: string, claimed: readonly ClaimedPush[]) {
  const placed = claimed.map((push) => ({ push, url: urlOf(push) }));
  const lacking = placed.filter(({ url }) => url === null).map(({ push }) => push);
  if (lacking.length > 0) await park(actor, lacking);
  const here: { push: ClaimedPush; url: string }[] = [];
  const elsewhere = new Map<string, ClaimedPush[]>();
  for (const { push, url } of placed) {
    if (url === null) continue;
    const target = hostOf(url);
    if (target === host) here.push({ push, url });
    else elsewhere.set(target, [...(elsewhere.get(target) ?? []), push]);
  }
  for (const [target, pushes] of elsewhere) await moveTo(actor, target, pushes);
  return here;
}

/** What was claimed ahead for a host that is well, and is not to be sent now. */
async function giveBack(actor: Actor, ahead: Promise<readonly ClaimedPush[]>): Promise<ClaimedPush[]> {
  const ids = (await ahead).map(({ id }) => id);
  if (ids.length > 0) await releaseClaims(actor, ids);
  return [];
}

const nothing: Promise<ClaimedPush[]> = Promise.resolve([]);

/**
 * Works off what is due for one host: claims some, sends them side by side, and meanwhile claims the next and books the
 * last. A worker that is killed in between leaves them claimed; when the lease is over they are sent again under the
 * same message id.
 */
export async function deliverLane(actor: Actor, host: string): Promise<void> {
  const endMs = systemMs() + sliceMs;
  const bookkeeper = new Bookkeeper(actor);
  let isAlive = false;
  let hasTaken = false;
  let isIdle = true;
  let next = nothing;
  try {
    while (systemMs() < endMs) {
      const ahead = await next;
      const claimed = ahead.length > 0 ? ahead : await claimDue(actor, host, isAlive ? many : few);
      if (claimed.length === 0) break;
      isIdle = false;
      const here = await sort(actor, host, claimed);
      next = isAlive ? claimDue(actor, host, many) : nothing;
      next.catch(() => undefined);
      const attempts = await Promise.all(here.map(({ push, url }) => attempt(push, url)));
      isAlive = attempts.some(({ push, sent }) => outcomeOf(push, sent) === "accepted");
      hasTaken ||= isAlive;
      await bookkeeper.add(attempts);
      if (!isAlive) next = giveBack(actor, next);
    }
    await giveBack(actor, next);
  } finally {
    await bookkeeper.end();
  }
  await rewindLane(actor.scope, host, { hasTaken, isIdle });
}
