import sql, { type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";

/** Where the next attempt goes (PN-E3); as `pushes` see it, whose `n` is the push and `w` its website. */
const address = sql`coalesce(n.own_url, case when n.is_failure then w.push_url_failure end, w.push_url)`;

/** Host and port of an address, without a name that may stand before it. */
const host = sql`coalesce(lower(substring(${address} from '^[^:]+://(?:[^@/?#]*@)?([^/?#]+)')), '')`;

const verdict = (isNewest: Sql) => sql`case
  when n.id is null then 'never_pushed'
  when not ${isNewest} then 'not_newest'
  when ${address} is null then 'no_address'
  else 'planned' end`;

const judgement = (subjectType: Sql, subjectId: Sql, isNewest: Sql): Sql => sql`
  select ${subjectType} as subject_type, ${subjectId} as subject_id, n.id as push_id, ${host} as host,
    ${verdict(isNewest)} as state, n.state as push_state, n.next_attempt_at`;

/** BK-4: the newest push of each chosen object. */
const ofObjects = (type: Sql, table: Sql, scope: MerchantScope, chosen: Sql): Sql => sql`
  ${judgement(type, sql`o.id`, sql`true`)}
  from (${chosen}) c
  join ${table} o on o.merchant_id = ${scope}::uuid and o.id = c.id
  join website w on w.merchant_id = o.merchant_id and w.id = o.website_id
  left join push n on n.merchant_id = o.merchant_id and n.id = o.newest_push_id`;

/** No later push tells of the same refund. Ids of pushes grow with time. */
const isNewestOfRefund = sql`not exists (select from push later where later.merchant_id = n.merchant_id
  and later.payment_id = n.payment_id and later.refund_id = n.refund_id and later.id > n.id)`;

const isNewestOfAll = sql`(case when n.refund_id is not null then ${isNewestOfRefund}
  else n.id is not distinct from coalesce(p.newest_push_id, d.newest_push_id, i.newest_push_id) end)`;

/** BK-E3: of the chosen pushes those that are the newest about their object. */
const ofPushes = (scope: MerchantScope, chosen: Sql): Sql => sql`
  ${judgement(
    sql`case when n.refund_id is not null then 'refund' when n.payment_id is not null then 'payment'
      when n.invoice_id is not null then 'invoice' else 'data_request' end`,
    sql`coalesce(n.refund_id, n.payment_id, n.data_request_id, n.invoice_id)`,
    isNewestOfAll,
  )}
  from (${chosen}) c
  join push n on n.merchant_id = ${scope}::uuid and n.id = c.id
  join website w on w.merchant_id = n.merchant_id and w.id = n.website_id
  left join payment p on p.merchant_id = n.merchant_id and p.id = n.payment_id
  left join data_request d on d.merchant_id = n.merchant_id and d.id = n.data_request_id
  left join invoice i on i.merchant_id = n.merchant_id and i.id = n.invoice_id`;

/** What a bulk push does with each of the chosen rows: plan and run ask the same. */
export function judged(listing: BulkListing, scope: MerchantScope, chosen: Sql): Sql {
  switch (listing) {
    case "payments":
      return ofObjects(sql`'payment'`, sql`payment`, scope, chosen);
    case "data-requests":
      return ofObjects(sql`'data_request'`, sql`data_request`, scope, chosen);
    case "pushes":
      return ofPushes(scope, chosen);
  }
}
