import sql from "sql-template-tag";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";
import { judged } from "@/lib/features/bulk-pushes/queries/judge";
import { mostMatching, type Chosen } from "@/lib/features/bulk-pushes/queries/plan";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** How long a bulk push can be undone before anything is sent. */
const undoMs = 10_000;

type Start = {
  /** Made with the plan: agreeing twice starts one. */
  readonly intentId: string;
  readonly listing: BulkListing;
  /** The canonical address of the list; null for ticked rows. */
  readonly query: string | null;
  readonly chosen: Chosen;
  /** The moment of the plan: rows that came later are not in it. */
  readonly until: Date;
  /** How many the plan said would be sent. */
  readonly agreed: number;
};

/** One bulk push for one intent, whoever comes first; null for the others. */
async function insertBulk(tx: Tx, start: Start): Promise<string | null> {
  const startsAt = new Date(tx.now.getTime() + undoMs);
  const [row] = await tx.ask<{ id: string }>(sql`
    insert into push_bulk (merchant_id, id, intent_id, listing, query, state, actor, created_at, starts_at)
    values (${tx.scope}::uuid, ${newId()}::uuid, ${start.intentId}, ${start.listing}, ${start.query}, 'waiting',
      ${actorLabel(tx.actor)}, ${tx.now}::timestamptz, ${startsAt}::timestamptz)
    on conflict (merchant_id, intent_id) do nothing returning id`);
  return row?.id ?? null;
}

type Counts = { readonly planned: number; readonly skipped: number };

async function insertItems(tx: Tx, bulkId: string, { listing, chosen, until }: Start): Promise<Counts> {
  const ask = <Row>(question: Parameters<Tx["ask"]>[0]) => tx.ask<Row>(question);
  const rows = judged(listing, tx.scope, await chosen(tx.scope, until, ask));
  const [counts] = await tx.ask<Counts>(sql`
    with items as (
      insert into push_bulk_item (merchant_id, bulk_id, position, subject_type, subject_id, push_id, host, state)
      select ${tx.scope}::uuid, ${bulkId}::uuid, row_number() over (), subject_type, subject_id, push_id, host, state
      from (${rows}) judged limit ${mostMatching + 1}::int returning state)
    select count(*) filter (where state = 'planned')::int as planned,
      count(*) filter (where state <> 'planned')::int as skipped from items`);
  return counts ?? { planned: 0, skipped: 0 };
}

const known = (tx: Tx, intentId: string) =>
  tx.db.pushBulk.findUniqueOrThrow({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId } },
    select: { id: true },
  });

/** Writes down what will be sent, and begins after ten seconds. Never sends more than the plan said. */
export const startBulk = (actor: Actor, start: Start) =>
  inTransaction(actor, async (tx) => {
    const bulkId = await insertBulk(tx, start);
    if (bulkId === null) return ok({ bulkId: (await known(tx, start.intentId)).id });
    const { planned, skipped } = await insertItems(tx, bulkId, start);
    if (planned === 0) return err("nothing_to_send");
    if (planned + skipped > mostMatching) return err("too_many");
    if (planned > start.agreed) return err("more_than_agreed");
    const bulk = await tx.db.pushBulk.update({
      where: { merchantId_id: { merchantId: tx.scope, id: bulkId } },
      data: { planned, skipped },
      select: { startsAt: true },
    });
    const { listing, query } = start;
    await tx.audit("push_bulk.started", ["push_bulk", bulkId], { listing, query, planned, skipped });
    await tx.emit("push_bulk.run", { bulkId }, { runAt: bulk.startsAt, key: `push-bulk:${bulkId}` });
    return ok({ bulkId });
  });
