import sql from "sql-template-tag";
import type { Actor, MerchantScope } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import type { HostRecord } from "@/lib/features/bulk-pushes/model";
import { newId } from "@/lib/platform/ids";
import { inTransaction, reading, type Tx } from "@/lib/platform/tx";

export type Claimed = { readonly position: number; readonly pushId: string; readonly attemptId: string };
export type Booked = {
  readonly position: number;
  readonly state: "accepted" | "refused" | "no_address";
  readonly status: number | null;
};

const itemsOf = (scope: MerchantScope, bulkId: string) =>
  sql`i.merchant_id = ${scope}::uuid and i.bulk_id = ${bulkId}::uuid`;

/** The hosts for which something is left. */
export const hostsLeft = (scope: MerchantScope, bulkId: string): Promise<string[]> =>
  reading(scope, async (db) => {
    const left = await db.pushBulkItem.findMany({
      where: { merchantId: scope, bulkId, state: "planned" },
      distinct: ["host"],
      select: { host: true },
    });
    return left.map(({ host }) => host);
  });

/** How a host has done: counted from the rows, so that it outlives the process. */
export const recordOf = (scope: MerchantScope, bulkId: string, host: string): Promise<HostRecord> =>
  reading(scope, async (db) => {
    const [record] = await db.$queryRaw<HostRecord[]>`
      with finished as (select position, state from push_bulk_item
        where merchant_id = ${scope}::uuid and bulk_id = ${bulkId}::uuid and host = ${host} and state in ('accepted', 'refused'))
      select count(*)::int as finished, count(*) filter (where state = 'refused')::int as refused,
        count(*) filter (where position > coalesce((select max(position) from finished where state = 'refused'), 0))::int
          as "acceptedInARow",
        count(*) filter (where position > coalesce((select max(position) from finished where state = 'accepted'), 0))::int
          as "refusedInARow"
      from finished`;
    return record ?? { finished: 0, refused: 0, acceptedInARow: 0, refusedInARow: 0 };
  });

/**
 * A later push tells of the same object: since the plan its status has changed, and the old news must not follow the new
 * (BK-4).
 */
const isOutdated = sql`case i.subject_type
  when 'payment' then i.push_id is distinct from (select newest_push_id from payment o
    where o.merchant_id = i.merchant_id and o.id = i.subject_id)
  when 'data_request' then i.push_id is distinct from (select newest_push_id from data_request o
    where o.merchant_id = i.merchant_id and o.id = i.subject_id)
  else exists (select from refund o join push later on later.merchant_id = o.merchant_id and later.payment_id = o.payment_id
      and later.refund_id = o.id and later.id > i.push_id
    where o.merchant_id = i.merchant_id and o.id = i.subject_id) end`;

type Wanted = {
  readonly bulkId: string;
  readonly host: string;
  readonly most: number;
  readonly begun: boolean;
};

/**
 * Gives the next rows of a host the ids of their attempts, before anything is sent: whatever happens then, the same
 * attempt is made again and not another one. `begun`: rows that have theirs, and no result. None while it is not running.
 * What is outdated meanwhile is passed over.
 */
export const claimItems = (actor: Actor, { bulkId, host, most, begun }: Wanted): Promise<Claimed[]> =>
  inTransaction(actor, async (tx) => {
    const ids = Array.from({ length: most }, newId);
    const wanted = begun ? sql`i.attempt_id is not null` : sql`i.attempt_id is null and not ${isOutdated}`;
    const claimed = await tx.ask<Claimed>(sql`
      update push_bulk_item i set attempt_id = coalesce(i.attempt_id, n.attempt)
      from (select i.position, row_number() over (order by i.position) as place from push_bulk_item i
            where ${itemsOf(tx.scope, bulkId)} and i.host = ${host} and i.state = 'planned' and ${wanted}
            order by i.position limit ${most}::int) t
      join unnest(${ids}::uuid[]) with ordinality as n (attempt, place) on n.place = t.place
      where ${itemsOf(tx.scope, bulkId)} and i.position = t.position and i.state = 'planned'
        and exists (select from push_bulk b where b.merchant_id = i.merchant_id and b.id = i.bulk_id
          and b.state in ('probing', 'running'))
      returning i.position, i.push_id as "pushId", i.attempt_id as "attemptId"`);
    return ok(claimed.toSorted((one, other) => one.position - other.position));
  }).then(({ value }) => value);

type Ended = { readonly state: Booked["state"] | "not_newest" };
const skipped = new Set<Ended["state"]>(["no_address", "not_newest"]);

const addCounts = (tx: Tx, bulkId: string, results: readonly Ended[]) => {
  const count = (state: Booked["state"]) => results.filter((result) => result.state === state).length;
  const left = results.filter(({ state }) => skipped.has(state)).length;
  return tx.db.pushBulk.update({
    where: { merchantId_id: { merchantId: tx.scope, id: bulkId } },
    data: {
      accepted: { increment: count("accepted") },
      refused: { increment: count("refused") },
      skipped: { increment: left },
      planned: { decrement: left },
    },
    select: { id: true },
  });
};

/** Gives what was passed over its result. */
export async function leaveOutdated(tx: Tx, bulkId: string): Promise<void> {
  const outdated = await tx.ask<Ended>(sql`
    update push_bulk_item i set state = 'not_newest', finished_at = ${tx.now}::timestamptz
    where ${itemsOf(tx.scope, bulkId)} and i.state = 'planned' and i.attempt_id is null and ${isOutdated} returning i.state`);
  if (outdated.length > 0) await addCounts(tx, bulkId, outdated);
}

/** Each row its result; open pages hear of it. */
export const bookItems = (actor: Actor, bulkId: string, results: readonly Booked[]) =>
  inTransaction(actor, async (tx) => {
    const booked = await tx.ask<Ended>(sql`
      update push_bulk_item i set state = r.state, status = r.status, finished_at = ${tx.now}::timestamptz
      from unnest(${results.map(({ position }) => position)}::int[], ${results.map(({ state }) => state)}::text[],
        ${results.map(({ status }) => status)}::int[]) as r (position, state, status)
      where ${itemsOf(tx.scope, bulkId)} and i.position = r.position and i.state = 'planned' returning i.state`);
    await addCounts(tx, bulkId, booked);
    await tx.announce("bulk-pushes", bulkId);
    return ok(undefined);
  });

/** Attempts that were booked by a process that died before it wrote down their rows. */
export async function bookKnownAttempts(tx: Tx, bulkId: string): Promise<void> {
  const booked = await tx.ask<Ended>(sql`
    update push_bulk_item i set state = case a.outcome when 'accepted' then 'accepted' else 'refused' end,
      status = a.status, finished_at = a.started_at
    from push_attempt a
    where ${itemsOf(tx.scope, bulkId)} and i.state = 'planned' and i.attempt_id is not null
      and a.merchant_id = i.merchant_id and a.id = i.attempt_id returning i.state`);
  await addCounts(tx, bulkId, booked);
}

/** What is left of a host that fails, or of everything. */
export const giveUpItems = (tx: Tx, bulkId: string, host: string | null) =>
  tx.db.pushBulkItem.updateMany({
    where: { merchantId: tx.scope, bulkId, state: "planned", ...(host !== null && { host }) },
    data: { state: "not_sent", finishedAt: tx.now },
  });
