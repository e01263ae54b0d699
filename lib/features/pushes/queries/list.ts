import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { pushListing, PushRow } from "@/lib/features/pushes/listing";
import { pushFormatOf, waitsOf, type AttemptOutcome, type PushState } from "@/lib/features/pushes/model";
import { now } from "@/lib/platform/clock";
import { readsOf } from "@/lib/platform/listing-reads";
import { matchingIds } from "@/lib/platform/listing-rows";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type PushFilters = (typeof pushListing)["filters"];

type RawPush = {
  id: string;
  created_ms: number;
  website: string;
  object: PushRow["object"]["code"];
  reference: string;
  event: string;
  told: string;
  format: string;
  state: PushState;
  attempts: number;
  status: number | null;
  outcome: AttemptOutcome | null;
  next_ms: number | null;
  scheduled: number;
  push_schedule: string;
  push_waits: number[];
};

function nextOf(raw: RawPush): PushRow["next"] {
  if (raw.next_ms === null) return null;
  const { push_schedule: pushSchedule, push_waits: pushWaits } = raw;
  return {
    at: new Date(raw.next_ms),
    inSeconds: Math.round((raw.next_ms - now().getTime()) / 1000),
    done: raw.scheduled,
    // The first attempt and the repeats.
    all: waitsOf({ pushSchedule, pushWaits }, pushFormatOf(raw.format)).length + 1,
  };
}

const toRow = (raw: RawPush): PushRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  website: raw.website,
  object: { code: raw.object, detail: raw.reference },
  event: raw.event,
  told: raw.told,
  format: raw.format,
  state: raw.state,
  attempts: raw.attempts,
  answer: raw.outcome === null ? null : { code: raw.outcome, detail: raw.status?.toString() ?? null },
  next: nextOf(raw),
});

/** Pushes about whatever bears this id, key or reference. */
function about(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower))
    return {
      anyOf: [
        sql`r.id = ${lower}::uuid`,
        sql`r.payment_id = ${lower}::uuid`,
        sql`r.refund_id = ${lower}::uuid`,
        sql`r.data_request_id = ${lower}::uuid`,
        sql`r.invoice_id = ${lower}::uuid`,
      ],
    };
  const among = (column: Sql, table: Sql, where: Sql) =>
    sql`${column} in (select o.id from ${table} o where o.merchant_id = r.merchant_id and ${where})`;
  return {
    anyOf: [
      among(sql`r.payment_id`, sql`payment`, sql`o.order_reference = ${word}`),
      among(sql`r.payment_id`, sql`payment`, sql`o.transaction_reference = ${word}`),
      among(sql`r.refund_id`, sql`refund`, sql`o.transaction_reference = ${word}`),
      among(sql`r.data_request_id`, sql`data_request`, sql`o.key = ${word.toUpperCase()}`),
      among(sql`r.data_request_id`, sql`data_request`, sql`o.order_reference = ${word}`),
      among(sql`r.invoice_id`, sql`invoice`, sql`o.number = ${word}`),
      among(sql`r.invoice_id`, sql`invoice`, sql`o.key = ${word.toUpperCase()}`),
    ],
  };
}

/** `500`, `5xx` or the word of an outcome: `timeout`. */
function lastAnswer(text: string): Condition {
  const word = text.trim().toLowerCase();
  if (/^\d{3}$/.test(word)) return sql`r.last_status = ${Number(word)}::smallint`;
  if (/^[1-5]xx$/.test(word)) return sql`r.last_status / 100 = ${Number(word[0])}::smallint`;
  return sql`r.last_outcome = ${word}`;
}

const ofKind: Readonly<Record<string, Sql>> = {
  payment: sql`r.payment_id is not null and r.refund_id is null`,
  refund: sql`r.refund_id is not null`,
  data_request: sql`r.data_request_id is not null`,
  invoice: sql`r.invoice_id is not null`,
};

const pushSource: ListingSource<PushRow, PushFilters, RawPush> = {
  table: "push",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, w.name as website,
    case when r.refund_id is not null then 'refund' when r.payment_id is not null then 'payment'
      when r.invoice_id is not null then 'invoice' else 'data_request' end as object,
    b.reference, r.event_type as event, r.told_status as told, r.format, r.state, r.attempt_count as attempts,
    r.last_status as status, r.last_outcome as outcome, (extract(epoch from r.next_attempt_at) * 1000)::bigint as next_ms,
    r.scheduled_count as scheduled, w.push_schedule, w.push_waits`,
  joins: sql`cross join lateral
      (select name, push_schedule, push_waits from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w
    cross join lateral (select coalesce(
      (select f.transaction_reference from refund f where f.merchant_id = r.merchant_id and f.id = r.refund_id),
      (select coalesce(p.order_reference, p.transaction_reference) from payment p
        where p.merchant_id = r.merchant_id and p.id = r.payment_id),
      (select d.key from data_request d where d.merchant_id = r.merchant_id and d.id = r.data_request_id),
      (select i.number from invoice i where i.merchant_id = r.merchant_id and i.id = r.invoice_id)) as reference) b`,
  conditions: {
    state: (words) => ({ anyOf: words.map((word) => sql`r.state = ${word}`) }),
    website: (ids) => ({ anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`) }),
    object: (words) => ({ anyOf: words.map((word) => ofKind[word] ?? sql`false`) }),
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
    code: lastAnswer,
    reference: about,
    format: (words) => sql`r.format = any(${[...words]})`,
  },
  search: about,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
  },
  sum: null,
  row: toRow,
};

export const {
  find: findPushes,
  summarise: summarisePushes,
  walk: walkPushes,
  changed: findChangedPushes,
} = readsOf(pushSource);
export const matchPushes = matchingIds(pushSource);
