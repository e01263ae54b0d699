import sql, { type Sql } from "sql-template-tag";
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
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

/** Gives claimed pushes back as they were. */
export const releaseClaims = (actor: Actor, ids: readonly string[]) =>
  inQuickTransaction(actor, async (tx) => {
    if (ids.length > 0)
      await tx.tell(sql`update push set held_until = null
        where merchant_id = ${tx.scope}::uuid and id = any(${[...ids]}::uuid[])`);
    return ok(undefined);
  });

type Place = { readonly websiteId: string; readonly isFailure: boolean; readonly host: string };

const ofPlace = (tx: Writing, { websiteId, isFailure }: Place) =>
  sql`merchant_id = ${tx.scope}::uuid and website_id = ${websiteId}::uuid and own_url is null
    and is_failure = ${isFailure}::boolean`;

async function countOf(tx: Writing, update: Sql): Promise<number> {
  const [moved] = await tx.ask<{ count: number }>(
    sql`with moved as (${update} returning 1) select count(*)::int as count from moved`,
  );
  return moved?.count ?? 0;
}

/** PN-E3: what waits for another host comes into the lane of the new one. */
const move = (tx: Writing, place: Place) =>
  countOf(
    tx,
    sql`update push set host = ${place.host} where ${ofPlace(tx, place)} and state in ('pending', 'retrying')`,
  );

/** PN-E4: what had no address, or one that may not be called, begins anew. */
async function free(tx: Writing, place: Place, from: PushState): Promise<number> {
  const to = advance(pushFlow, from, "find_address");
  if (!to.ok) return 0;
  return countOf(
    tx,
    sql`update push set host = ${place.host}, state = ${to.value}, first_planned_at = ${tx.now}::timestamptz,
        next_attempt_at = ${tx.now}::timestamptz, scheduled_count = 0
      where ${ofPlace(tx, place)} and state = ${from}`,
  );
}

const takeUp = (actor: Actor, websiteId: string) =>
  inQuickTransaction(actor, async (tx) => {
    const [website] = await tx.ask<PushAddresses>(sql`
      select push_url as "pushUrl", push_url_failure as "pushUrlFailure" from website
      where merchant_id = ${tx.scope}::uuid and id = ${websiteId}::uuid`);
    if (website === undefined) return ok([]);
    const lanes = new Set<string>();
    for (const isFailure of [true, false]) {
      const url = addressFor(website, isFailure);
      if (url === null) continue;
      const place = { websiteId, isFailure, host: hostOf(url) };
      const moved = await move(tx, place);
      const freed = (await free(tx, place, "no_address")) + (await free(tx, place, "will_not_send"));
      if (moved + freed > 0) lanes.add(place.host);
    }
    await tx.audit("website.pushes_released", ["website", websiteId]);
    return ok([...lanes]);
  });

/** The website has another address now. */
export async function releasePushes(actor: Actor, websiteId: string): Promise<void> {
  const { value: lanes } = await takeUp(actor, websiteId);
  for (const host of lanes) await windLane(actor.scope, host);
}
