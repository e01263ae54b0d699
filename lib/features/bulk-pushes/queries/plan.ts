import "server-only";
import sql, { type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";
import { judged } from "@/lib/features/bulk-pushes/queries/judge";
import type { Ask } from "@/lib/platform/listing-source";
import { askOn } from "@/lib/platform/statements";
import { withinScope } from "@/lib/platform/scoped";

/** BK-5: as many as can be ticked. */
export const mostTicked = 500;
/** As many as "all that match" may be. */
export const mostMatching = 200_000;

export const ticked = (ids: readonly string[]) => (): Promise<Sql> =>
  Promise.resolve(sql`select id from unnest(${[...new Set(ids)]}::uuid[]) as t (id)`);

/** Which rows: the ticked ones, or all that match. */
export type Chosen = (scope: MerchantScope, until: Date, ask: Ask) => Promise<Sql>;

export type BulkPlan = {
  readonly willSend: number;
  readonly noAddress: number;
  readonly neverPushed: number;
  readonly notNewest: number;
  /** Those of the first that the schedule itself sends soon. */
  readonly dueSoon: number;
  readonly hosts: number;
};

type Wanted = { readonly listing: BulkListing; readonly chosen: Chosen; readonly until: Date };

const soonMs = 15 * 60_000;

/** What a bulk push would do. Nothing happens yet. */
export const planBulk = (scope: MerchantScope, { listing, chosen, until }: Wanted): Promise<BulkPlan> =>
  withinScope(scope, async (client) => {
    const ask = askOn(client);
    const rows = judged(listing, scope, await chosen(scope, until, ask));
    const soon = new Date(until.getTime() + soonMs);
    const [plan] = await ask<BulkPlan>(sql`
      select count(*) filter (where state = 'planned')::int as "willSend",
        count(*) filter (where state = 'no_address')::int as "noAddress",
        count(*) filter (where state = 'never_pushed')::int as "neverPushed",
        count(*) filter (where state = 'not_newest')::int as "notNewest",
        count(*) filter (where state = 'planned' and push_state in ('pending', 'retrying')
          and next_attempt_at <= ${soon}::timestamptz)::int as "dueSoon",
        count(distinct host) filter (where state = 'planned')::int as hosts
      from (${rows}) judged`);
    if (plan === undefined) throw new Error("a count has one row");
    return plan;
  });
