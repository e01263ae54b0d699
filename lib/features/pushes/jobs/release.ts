import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { windLane } from "@/lib/features/pushes/jobs/lanes";
import {
  addressFor,
  hostOf,
  pushFlow,
  type PushAddresses,
  type PushState,
} from "@/lib/features/pushes/model";
import { inQuickTransaction } from "@/lib/platform/tx";

/** Gives claimed pushes back as they were. */
export const releaseClaims = (actor: Actor, ids: readonly string[]) =>
  inQuickTransaction(actor, async (tx) => {
    if (ids.length > 0)
      await tx.tell(sql`update push set held_until = null
        where merchant_id = ${tx.scope}::uuid and id = any(${[...ids]}::uuid[])`);
    return ok(undefined);
  });

const lacking: PushState = "no_address";

/** PN-E3: what waits for another host comes into the lane of the new one. PN-E4: what waited for an address is sent. */
const moveWaiting = (actor: Actor, websiteId: string) =>
  inQuickTransaction(actor, async (tx) => {
    const found = advance(pushFlow, lacking, "find_address");
    const [website] = await tx.ask<PushAddresses>(sql`
      select push_url as "pushUrl", push_url_failure as "pushUrlFailure" from website
      where merchant_id = ${tx.scope}::uuid and id = ${websiteId}::uuid`);
    if (!found.ok || website === undefined) return ok([]);
    const lanes = new Set<string>();
    for (const isFailure of [true, false]) {
      const url = addressFor(website, isFailure);
      if (url === null) continue;
      const [moved] = await tx.ask<{ count: number }>(sql`
        with moved as (
          update push set host = ${hostOf(url)},
            state = case when state = ${lacking} then ${found.value} else state end,
            first_planned_at = case when state = ${lacking} then ${tx.now}::timestamptz else first_planned_at end,
            next_attempt_at = case when state = ${lacking} then ${tx.now}::timestamptz else next_attempt_at end,
            scheduled_count = case when state = ${lacking} then 0 else scheduled_count end
          where merchant_id = ${tx.scope}::uuid and website_id = ${websiteId}::uuid and own_url is null
            and is_failure = ${isFailure}::boolean and state in ('pending', 'retrying', ${lacking})
          returning 1)
        select count(*)::int as count from moved`);
      if ((moved?.count ?? 0) > 0) lanes.add(hostOf(url));
    }
    await tx.audit("website.pushes_released", ["website", websiteId]);
    return ok([...lanes]);
  });

/** The website has another address now. */
export async function releasePushes(actor: Actor, websiteId: string): Promise<void> {
  const { value: lanes } = await moveWaiting(actor, websiteId);
  for (const host of lanes) await windLane(actor.scope, host);
}
