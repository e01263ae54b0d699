import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { BulkListing, BulkResult, BulkState, HostRecord } from "@/lib/features/bulk-pushes/model";
import { askOn } from "@/lib/platform/statements";
import { withinScope } from "@/lib/platform/scoped";

export type BulkPush = {
  readonly id: string;
  readonly listing: BulkListing;
  readonly query: string | null;
  readonly state: BulkState;
  readonly reason: "host_failed" | "by_person" | null;
  readonly actor: string;
  readonly createdAt: Date;
  readonly startsAt: Date;
  readonly finishedAt: Date | null;
};

export type HostProgress = HostRecord & {
  readonly host: string;
  readonly accepted: number;
  readonly notSent: number;
  readonly left: number;
};

export type BulkItem = {
  readonly position: number;
  readonly subjectType: "payment" | "refund" | "data_request" | "invoice";
  readonly subjectId: string;
  /** The payment that a refund belongs to. */
  readonly paymentId: string | null;
  readonly reference: string;
  readonly pushId: string | null;
  readonly state: BulkResult;
  readonly status: number | null;
  readonly finishedAt: Date | null;
};

const itemsOnPage = 100;

const countsOf = (id: string) => sql`
  select state, count(*)::int as count from push_bulk_item i
  where i.merchant_id = current_merchant() and i.bulk_id = ${id}::uuid group by state`;

/** Positions before the last refusal and the last acceptance do not count as "in a row". */
const hostsOf = (id: string) => sql`
  with items as (
    select host, state, position, max(position) filter (where state = 'refused') over (partition by host) as last_refused,
      max(position) filter (where state = 'accepted') over (partition by host) as last_accepted
    from push_bulk_item i where i.merchant_id = current_merchant() and i.bulk_id = ${id}::uuid
      and state in ('planned', 'accepted', 'refused', 'not_sent'))
  select host, count(*) filter (where state in ('accepted', 'refused'))::int as finished,
    count(*) filter (where state = 'accepted' and position > coalesce(last_refused, 0))::int as "acceptedInARow",
    count(*) filter (where state = 'refused' and position > coalesce(last_accepted, 0))::int as "refusedInARow",
    count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'refused')::int as refused,
    count(*) filter (where state = 'not_sent')::int as "notSent", count(*) filter (where state = 'planned')::int as left
  from items group by host order by host limit 100`;

const itemsOf = (id: string, show: BulkResult | null, after: number) => sql`
  select i.position, i.subject_type as "subjectType", i.subject_id as "subjectId", f.payment_id as "paymentId",
    coalesce(f.transaction_reference, p.order_reference, p.transaction_reference, d.key, v.number, '') as reference,
    i.push_id as "pushId", i.state, i.status, i.finished_at as "finishedAt"
  from (select * from push_bulk_item where merchant_id = current_merchant() and bulk_id = ${id}::uuid and position > ${after}::int
      and ${show === null ? sql`true` : sql`state = ${show}`} order by position limit ${itemsOnPage + 1}::int) i
  left join refund f on f.merchant_id = i.merchant_id and i.subject_type = 'refund' and f.id = i.subject_id
  left join payment p on p.merchant_id = i.merchant_id and i.subject_type = 'payment' and p.id = i.subject_id
  left join data_request d on d.merchant_id = i.merchant_id and i.subject_type = 'data_request' and d.id = i.subject_id
  left join invoice v on v.merchant_id = i.merchant_id and i.subject_type = 'invoice' and v.id = i.subject_id
  order by i.position`;

type Wanted = { readonly id: string; readonly show: BulkResult | null; readonly after: number };

/** A bulk push as it stands: counts, hosts, and one page of its rows. */
export const getBulkPush = (scope: MerchantScope, { id, show, after }: Wanted) =>
  withinScope(
    scope,
    async (client) => {
      if (!isUuid(id)) return null;
      const ask = askOn(client);
      const [bulk] = await ask<BulkPush>(sql`
        select id, listing, query, state, reason, actor, created_at as "createdAt", starts_at as "startsAt",
          finished_at as "finishedAt"
        from push_bulk where merchant_id = ${scope}::uuid and id = ${id}::uuid`);
      if (bulk === undefined) return null;
      const counted = await ask<{ state: BulkResult; count: number }>(countsOf(id));
      const items = await ask<BulkItem>(itemsOf(id, show, after));
      return {
        bulk,
        counts: Object.fromEntries(counted.map(({ state, count }) => [state, count])),
        hosts: await ask<HostProgress>(hostsOf(id)),
        items: items.slice(0, itemsOnPage),
        next: items.length > itemsOnPage ? (items[itemsOnPage - 1]?.position ?? null) : null,
      };
    },
    { snapshot: true },
  );
export type BulkDetail = NonNullable<Awaited<ReturnType<typeof getBulkPush>>>;
