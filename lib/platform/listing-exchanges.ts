import sql, { raw, type Sql } from "sql-template-tag";
import { exchangeLegs, type ExchangeLeg } from "@/lib/kernel/exchange-leg";
import {
  outcomeOf,
  outcomeStatuses,
  type ExchangeObject,
  type ExchangeOutcome,
} from "@/lib/kernel/exchange-outcome";
import { searchQuery } from "@/lib/kernel/search-words";
import { isUuid } from "@/lib/kernel/uuid";
import type { FilterValue } from "@/lib/listing/spec";
import type { Ask, Condition, SortColumn } from "@/lib/platform/listing-source";

type Told = {
  readonly id: string;
  readonly startedAt: Date;
  readonly leg: { readonly code: ExchangeLeg; readonly detail: null };
  readonly method: string;
  readonly address: string;
  /** The HTTP status. */
  readonly status: string | null;
  readonly outcome: ExchangeOutcome;
  readonly tookMs: number;
  readonly website: string | null;
  /** Detail is the reference of the payment or the key of the data request. */
  readonly object: { readonly code: ExchangeObject; readonly detail: string } | null;
  readonly correlation: string;
};

export type RawExchange = {
  id: string;
  started_ms: number;
  leg: string;
  method: string;
  url: string;
  status: number | null;
  error: string | null;
  took_ms: number;
  website: string | null;
  payment: string | null;
  data_request: string | null;
  correlation_id: string;
};

function objectOf({ payment, data_request }: RawExchange): Told["object"] {
  if (payment !== null) return { code: "payment", detail: payment };
  return data_request === null ? null : { code: "data_request", detail: data_request };
}

/** Without what is the same in every line: the scheme, and our own host. The whole of it stands where the exchange is read. */
const addressOf = ({ leg, url }: RawExchange): string =>
  url.replace(leg.endsWith("_to_us") ? /^https?:\/\/[^/]+(?=\/)/i : /^https?:\/\//i, "");

export const tellExchange = (raw: RawExchange): Told => ({
  id: raw.id,
  startedAt: new Date(raw.started_ms),
  leg: { code: exchangeLegs.find((leg) => leg === raw.leg) ?? "merchant_to_us", detail: null },
  method: raw.method,
  address: addressOf(raw),
  status: raw.status?.toString() ?? null,
  outcome: outcomeOf(raw.status, raw.error),
  tookMs: raw.took_ms,
  website: raw.website,
  object: objectOf(raw),
  correlation: raw.correlation_id,
});

const requestKey = /^[0-9a-f]{32}$/i;
const newestRows = raw("200");
const commonFrom = raw("3");
/** As many ids as one statement carries; what is said more often is found by walking. */
const mostRare = 50_000;
const rareCeiling = raw(String(mostRare));

/** Whom an id names: the exchange, its payment or data request, or all of one conversation. */
const named = (id: string): Condition => ({
  anyOf: [
    sql`r.id = ${id}::uuid`,
    sql`r.payment_id = ${id}::uuid`,
    sql`r.data_request_id = ${id}::uuid`,
    sql`r.correlation_id = ${id}::uuid`,
  ],
});

/** What many of the newest say is found soonest by walking them; what is rare, through `exchanges_with_words`. */
async function saying(table: Sql, wanted: string, ask: Ask): Promise<Condition> {
  const [answer] = await ask<{ rare: string[] | null }>(sql`
    with newest as (
      select words from ${table} order by merchant_id, started_at desc, id desc limit ${newestRows}),
    hits as (select from newest where words @@ ${wanted}::tsquery limit ${commonFrom})
    select case when (select count(*) from hits) < ${commonFrom}
      then array(select exchanges_with_words(${wanted}::tsquery, ${rareCeiling})) end as rare`);
  const rare = answer?.rare ?? null;
  return rare === null || rare.length >= mostRare
    ? sql`r.words @@ ${wanted}::tsquery`
    : sql`r.id = any(${rare}::uuid[])`;
}

/** Ids, keys of data requests, and the words of addresses and bodies. */
const searchIn = (table: Sql) => (text: string, ask: Ask) => {
  const word = text.trim().toLowerCase();
  if (isUuid(word)) return named(word);
  if (requestKey.test(word)) {
    const ids = sql`select id from data_request where key = ${word.toUpperCase()}`;
    return sql`r.data_request_id = any(array(${ids}))`;
  }
  const wanted = searchQuery(text);
  return wanted === null ? sql`false` : saying(table, wanted, ask);
};

function withOutcome(word: string): Sql {
  const range = outcomeStatuses[word];
  if (range === undefined) return sql`r.status is null and r.error = ${word}`;
  return sql`r.status >= ${raw(String(range[0]))} and r.status <= ${raw(String(range[1]))}`;
}

const about: Readonly<Record<string, Sql>> = {
  payment: sql`r.payment_id is not null`,
  data_request: sql`r.payment_id is null and r.data_request_id is not null`,
  none: sql`r.payment_id is null and r.data_request_id is null`,
};

/** Conditions that every list of exchanges has. */
export const exchangeConditions = {
  outcome: (words: FilterValue["choice"]): Condition => ({ anyOf: words.map(withOutcome) }),
  website: (ids: FilterValue["reference"]): Condition => ({
    anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`),
  }),
  object: (words: FilterValue["choice"]): Condition => ({
    anyOf: words.map((word) => about[word] ?? sql`false`),
  }),
  started: ({ from, until }: FilterValue["days"]): Condition =>
    sql`r.started_at >= ${from ?? "-infinity"}::timestamptz and r.started_at < ${until ?? "infinity"}::timestamptz`,
};

const startedAt: SortColumn<{ readonly startedAt: Date }> = {
  column: sql`r.started_at`,
  type: "timestamptz",
  valueOf: (row) => row.startedAt.toISOString(),
};

/** How exchanges are listed, out of the table or a view of it. */
export const exchangesOf = (table: "exchange" | "gateway_request") => ({
  table,
  columns: sql`r.id, (extract(epoch from r.started_at) * 1000)::bigint as started_ms, r.leg, r.method, r.url, r.status,
    r.error, r.took_ms, w.name as website, p.reference as payment, d.key as data_request, r.correlation_id`,
  joins: sql`left join lateral
      (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w on true
    left join lateral (select coalesce(order_reference, transaction_reference) as reference from payment
      where merchant_id = r.merchant_id and id = r.payment_id limit 1) p on true
    left join lateral
      (select key from data_request where merchant_id = r.merchant_id and id = r.data_request_id limit 1) d on true`,
  search: searchIn(raw(table)),
  sorts: { startedAt },
  sum: null,
});
