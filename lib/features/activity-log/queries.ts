import "server-only";
import sql, { raw, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { activityListing, ActivityRow } from "@/lib/features/activity-log/listing";
import { addressOf, type ActivityKind, type ActivityObject } from "@/lib/features/activity-log/model";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Ask, Condition, ListingSource } from "@/lib/platform/listing-source";
import { withinScope } from "@/lib/platform/scoped";
import { askOn } from "@/lib/platform/statements";

type ActivityFilters = (typeof activityListing)["filters"];

type RawActivity = {
  id: string;
  at_ms: number;
  object: ActivityObject;
  kind: ActivityKind;
  reference: string | null;
  became: string;
  push: string | null;
  event: string;
  text: string | null;
  website: string | null;
  actor: string;
};

const toRow = (raw: RawActivity): ActivityRow => ({
  id: raw.id,
  at: new Date(raw.at_ms),
  object: { code: raw.object, detail: raw.reference },
  kind: { code: raw.kind, detail: null },
  became: `${raw.object}_${raw.became}`,
  push: raw.push,
  event: raw.event,
  text: raw.text,
  website: raw.website,
  actor: raw.actor,
});

/** As many ids as one statement carries; what is said more often is found by walking. */
const mostRare = 50_000;
const rareCeiling = raw(String(mostRare));
const mostNamed = raw("200");

/** Everything about one object: its own history, that of its refunds, and the attempts of its pushes. */
const ofObjects = (payments: readonly string[], requests: readonly string[]): Sql[] => {
  const pushes = sql`select id from push where merchant_id = r.merchant_id
    and (payment_id = any(${payments}::uuid[]) or data_request_id = any(${requests}::uuid[]))`;
  return [
    ...(payments.length === 0 ? [] : [sql`r.payment_id = any(${payments}::uuid[])`]),
    ...(requests.length === 0 ? [] : [sql`r.data_request_id = any(${requests}::uuid[])`]),
    sql`r.push_id in (${pushes})`,
  ];
};

const named = (id: string): Condition => ({
  anyOf: [
    sql`r.id = ${id}::uuid`,
    sql`r.refund_id = ${id}::uuid`,
    sql`r.subscription_id = ${id}::uuid`,
    sql`r.push_id = ${id}::uuid`,
    ...ofObjects([id], [id]),
  ],
});

type Named = { readonly payments: string[]; readonly requests: string[] };

/** A reference names objects; other words are looked for in reasons and in the names of people. */
async function search(text: string, ask: Ask): Promise<Condition> {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower)) return named(lower);
  const [found] = await ask<Named>(sql`
    select array(select id from payment where order_reference = ${word} or transaction_reference = ${word}
        limit ${mostNamed}) as payments,
      array(select id from data_request where key = ${word.toUpperCase()} or order_reference = ${word}
        or invoice_number = ${word} limit ${mostNamed}) as requests`);
  const { payments, requests } = found ?? { payments: [], requests: [] };
  if (payments.length + requests.length > 0) return { anyOf: ofObjects(payments, requests) };
  return saying(word, ask);
}

async function saying(word: string, ask: Ask): Promise<Condition> {
  const [answer] = await ask<{ rare: string[] }>(sql`
    select array(select activity_with_words(plainto_tsquery('simple', ${word}), ${rareCeiling})) as rare`);
  const rare = answer?.rare ?? [];
  if (rare.length < mostRare) return sql`r.id = any(${rare}::uuid[])`;
  return sql`r.push_id is null and r.subscription_id is null and (r.text is not null or starts_with(r.actor, 'user:'))
    and to_tsvector('simple', r.actor || ' ' || coalesce(r.text, '')) @@ plainto_tsquery('simple', ${word})`;
}

const about: Readonly<Record<string, Sql>> = {
  payment: sql`r.object = 'payment'`,
  refund: sql`r.object = 'refund'`,
  data_request: sql`r.object = 'data_request'`,
  subscription: sql`r.object = 'subscription'`,
  push: sql`r.object = 'push'`,
};

const ofKind: Readonly<Record<string, Sql>> = {
  status: sql`r.kind = 'status'`,
  change: sql`r.kind = 'change'`,
  push_attempt: sql`r.kind = 'push_attempt'`,
};

const inWebsites = (table: "payment" | "data_request" | "subscription" | "push", ids: readonly string[]) =>
  sql`exists (select from ${raw(table)} o where o.merchant_id = r.merchant_id and o.id = r.${raw(`${table}_id`)}
    and o.website_id = any(${[...ids]}::uuid[]))`;

const activitySource: ListingSource<ActivityRow, ActivityFilters, RawActivity> = {
  table: "activity",
  columns: sql`r.id, (extract(epoch from r.at) * 1000)::bigint as at_ms, r.object, r.kind,
    coalesce(p.reference, d.key, s.transaction_reference) as reference, r.became, t.state as push, r.event, r.text, w.name as website, r.actor`,
  joins: sql`left join lateral (select payment_id, data_request_id from push
      where merchant_id = r.merchant_id and id = r.push_id limit 1) u on true
    left join lateral (select state from push where merchant_id = r.merchant_id and id = r.id limit 1) t on true
    left join lateral (select coalesce(order_reference, transaction_reference) as reference, website_id from payment
      where merchant_id = r.merchant_id and id = coalesce(r.payment_id, u.payment_id) limit 1) p on true
    left join lateral (select key, website_id from data_request
      where merchant_id = r.merchant_id and id = coalesce(r.data_request_id, u.data_request_id) limit 1) d on true
    left join lateral (select transaction_reference, website_id from subscription
      where merchant_id = r.merchant_id and id = r.subscription_id limit 1) s on true
    left join lateral (select name from website
      where merchant_id = r.merchant_id and id = coalesce(p.website_id, d.website_id, s.website_id) limit 1) w on true`,
  conditions: {
    object: (words) => ({ anyOf: words.map((word) => about[word] ?? sql`false`) }),
    kind: (words) => ({ anyOf: words.map((word) => ofKind[word] ?? sql`false`) }),
    website: (ids) => sql`(${inWebsites("payment", ids)} or ${inWebsites("data_request", ids)}
      or ${inWebsites("subscription", ids)} or ${inWebsites("push", ids)})`,
    happened: ({ from, until }) =>
      sql`r.at >= ${from ?? "-infinity"}::timestamptz and r.at < ${until ?? "infinity"}::timestamptz`,
  },
  search,
  sorts: {
    at: { column: sql`r.at`, type: "timestamptz", valueOf: (row) => row.at.toISOString() },
  },
  sum: null,
  row: toRow,
};

export const {
  find: findActivity,
  summarise: summariseActivity,
  walk: walkActivity,
} = readsOf(activitySource);

const mostShown = 200;
const newestFirst = {
  search: null,
  verbatim: false,
  filters: {},
  sort: { key: "at", direction: "desc" },
  page: null,
  size: mostShown,
  exact: false,
  timezone: "UTC",
  ignored: [],
} as const;

/** The newest lines about one object, by its id. */
export const findActivityOf = async (scope: MerchantScope, id: string) =>
  isUuid(id) ? (await findActivity(scope, { ...newestFirst, search: id })).rows : [];

type Subjects = { payment_id: string | null; data_request_id: string | null; subscription_id: string | null };

/** The page of what a line is about; null for absent, foreign, or no id at all. */
export async function getActivityAddress(scope: MerchantScope, id: string): Promise<string | null> {
  if (!isUuid(id)) return null;
  const [row] = await withinScope(scope, (client) =>
    askOn(client)<Subjects>(sql`
      select coalesce(r.payment_id, u.payment_id) as payment_id, r.subscription_id,
        coalesce(r.data_request_id, u.data_request_id) as data_request_id
      from activity r left join push u on u.merchant_id = r.merchant_id and u.id = r.push_id
      where r.merchant_id = ${scope} and r.id = ${id}::uuid limit 1`),
  );
  if (row === undefined) return null;
  const { payment_id: paymentId, data_request_id: dataRequestId, subscription_id: subscriptionId } = row;
  return addressOf({ paymentId, dataRequestId, subscriptionId });
}
