import sql from "sql-template-tag";
import type { Booked } from "@/lib/features/pushes/jobs/attempt";
import type { Writing } from "@/lib/platform/tx";

type Health = {
  readonly websiteId: string;
  readonly failingSince: Date | null;
  readonly exhaustedAt: Date | null;
  /** The last mail about a first failure. */
  readonly warnedAt: Date | null;
};

const lockHealth = (tx: Writing, websiteIds: readonly string[]) =>
  tx.ask<Health>(sql`
    select website_id as "websiteId", failing_since as "failingSince", exhausted_at as "exhaustedAt", warned_at as "warnedAt"
    from push_health
    where merchant_id = ${tx.scope}::uuid and website_id = any(${[...websiteIds]}::uuid[]) order by website_id
    for no key update`);

type Outage = Omit<Health, "websiteId">;
const none: Outage = { failingSince: null, exhaustedAt: null, warnedAt: null };
/** A receiver that answers now and then begins an outage with every other push: its mails keep this distance. */
const quietMs = 3_600_000;

const isAccepted = ({ outcome }: Booked) => outcome === "accepted";
const isSpent = ({ progress, trigger }: Booked) => trigger === "auto" && progress.state === "exhausted";

/** Whether the first failure of this outage is to be told now. */
function isNews(now: Date, since: Date, warnedAt: Date | null): boolean {
  if (warnedAt === null) return true;
  return warnedAt < since && now.getTime() - warnedAt.getTime() >= quietMs;
}

/** Of attempts that were made side by side, one that was taken ends an outage. */
function outageAfter(now: Date, before: Outage, booked: readonly Booked[]): Outage {
  if (booked.some(isAccepted)) return { ...none, warnedAt: before.warnedAt };
  const failingSince = before.failingSince ?? now;
  const exhausted = booked.some(isSpent) ? now : null;
  const warnedAt = isNews(now, failingSince, before.warnedAt) ? now : before.warnedAt;
  return { failingSince, exhaustedAt: before.exhaustedAt ?? exhausted, warnedAt };
}

/** BK-14: of an outage the first failure is told, and the first push that nobody repeats any more. */
async function warn(
  tx: Writing,
  websiteId: string,
  booked: readonly Booked[],
  [before, after]: readonly [Outage, Outage],
): Promise<void> {
  const first = before.warnedAt === after.warnedAt ? undefined : booked.find((one) => !isAccepted(one));
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
      insert into push_health (merchant_id, website_id, accepted_at, refused_at, failing_since, exhausted_at,
        warned_at)
      values (${tx.scope}::uuid, ${websiteId}::uuid, ${acceptedAt}::timestamptz, ${refusedAt}::timestamptz,
        ${after.failingSince}::timestamptz, ${after.exhaustedAt}::timestamptz, ${after.warnedAt}::timestamptz)
      on conflict (merchant_id, website_id) do update set
        accepted_at = coalesce(excluded.accepted_at, push_health.accepted_at),
        refused_at = coalesce(excluded.refused_at, push_health.refused_at),
        failing_since = excluded.failing_since, exhausted_at = excluded.exhausted_at,
        warned_at = excluded.warned_at`);
    await warn(tx, websiteId, own, [before, after]);
  }
}
