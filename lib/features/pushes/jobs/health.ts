import sql from "sql-template-tag";
import type { Booked } from "@/lib/features/pushes/jobs/attempt";
import type { Writing } from "@/lib/platform/tx";

type Health = {
  readonly websiteId: string;
  readonly failingSince: Date | null;
  readonly exhaustedAt: Date | null;
};

const lockHealth = (tx: Writing, websiteIds: readonly string[]) =>
  tx.ask<Health>(sql`
    select website_id as "websiteId", failing_since as "failingSince", exhausted_at as "exhaustedAt" from push_health
    where merchant_id = ${tx.scope}::uuid and website_id = any(${[...websiteIds]}::uuid[]) order by website_id
    for no key update`);

type Outage = Pick<Health, "failingSince" | "exhaustedAt">;
const none: Outage = { failingSince: null, exhaustedAt: null };

const isAccepted = ({ outcome }: Booked) => outcome === "accepted";
const isSpent = ({ progress, trigger }: Booked) => trigger === "auto" && progress.state === "exhausted";

/** Of attempts that were made side by side, one that was taken ends an outage. */
function outageAfter(now: Date, before: Outage, booked: readonly Booked[]): Outage {
  if (booked.some(isAccepted)) return none;
  const exhausted = booked.some(isSpent) ? now : null;
  return { failingSince: before.failingSince ?? now, exhaustedAt: before.exhaustedAt ?? exhausted };
}

/** BK-14: of an outage the first failure is told, and the first push that nobody repeats any more. */
async function warn(
  tx: Writing,
  websiteId: string,
  booked: readonly Booked[],
  [before, after]: readonly [Outage, Outage],
): Promise<void> {
  const began = before.failingSince === null && after.failingSince !== null;
  const first = began ? booked.find((one) => !isAccepted(one)) : undefined;
  const last = before.exhaustedAt === null && after.exhaustedAt !== null ? booked.find(isSpent) : undefined;
  if (first !== undefined)
    await tx.emit("website.pushes_fail", { websiteId, attemptId: first.attemptId, which: "first" });
  if (last !== undefined)
    await tx.emit("website.pushes_fail", { websiteId, attemptId: last.attemptId, which: "last" });
}

export async function bookHealth(tx: Writing, booked: readonly Booked[]): Promise<void> {
  const websiteIds = [...new Set(booked.map(({ push }) => push.websiteId))].sort();
  const known = new Map((await lockHealth(tx, websiteIds)).map((row) => [row.websiteId, row]));
  for (const websiteId of websiteIds) {
    const own = booked.filter(({ push }) => push.websiteId === websiteId);
    const before = known.get(websiteId) ?? none;
    const after = outageAfter(tx.now, before, own);
    const acceptedAt = own.some(isAccepted) ? tx.now : null;
    const refusedAt = own.every(isAccepted) ? null : tx.now;
    await tx.tell(sql`
      insert into push_health (merchant_id, website_id, accepted_at, refused_at, failing_since, exhausted_at)
      values (${tx.scope}::uuid, ${websiteId}::uuid, ${acceptedAt}::timestamptz, ${refusedAt}::timestamptz,
        ${after.failingSince}::timestamptz, ${after.exhaustedAt}::timestamptz)
      on conflict (merchant_id, website_id) do update set
        accepted_at = coalesce(excluded.accepted_at, push_health.accepted_at),
        refused_at = coalesce(excluded.refused_at, push_health.refused_at),
        failing_since = excluded.failing_since, exhausted_at = excluded.exhausted_at`);
    await warn(tx, websiteId, own, [before, after]);
  }
}
