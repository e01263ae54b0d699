import sql, { raw, type Sql } from "sql-template-tag";
import type { BounceClass } from "@/lib/kernel/bounces";
import { isUuid } from "@/lib/kernel/uuid";
import type { FilterValue } from "@/lib/listing/spec";
import type { Ask, Condition, SortColumn } from "@/lib/platform/listing-source";

export type RawBounce = {
  id: string;
  website: string | null;
  channel: "email" | "sms";
  addressee: string;
  name: string | null;
  invoice_number: string | null;
  subject: string | null;
  bounced_ms: number;
  reason: string;
  class: BounceClass;
  reason_code: string | null;
  sent_ms: number | null;
  resent_ms: number | null;
  resent_by: string | null;
  resent_to: string | null;
};

const instantOf = (ms: number | null) => (ms === null ? null : new Date(ms));

/** What both reports tell. */
export const tellBounce = (raw: RawBounce) => ({
  id: raw.id,
  invoice: raw.invoice_number,
  bouncedAt: new Date(raw.bounced_ms),
  reason: raw.reason,
  class: raw.class,
  code: raw.reason_code,
  sentAt: instantOf(raw.sent_ms),
  resentAt: instantOf(raw.resent_ms),
  // `user:Eva` is Eva.
  resentBy: raw.resent_by?.replace(/^[a-z]+:/, "") ?? null,
  resentTo: raw.resent_to,
});

const within = (column: Sql, { from, until }: FilterValue["days"]): Sql =>
  sql`${column} >= ${from ?? "-infinity"}::timestamptz and ${column} < ${until ?? "infinity"}::timestamptz`;

/**
 * A bounce comes within days of its mail: those of an e-mail date are walked in the order of the list, between their
 * earliest and latest bounce date, and the odd ones out of them have an index of their own.
 */
function sentWithin(days: FilterValue["days"]): Condition {
  const { from, until } = days;
  const sent = within(sql`r.message_sent_at`, days);
  const earliest = sql`r.bounced_at >= ${from ?? "-infinity"}::timestamptz - interval '1 day'`;
  const latest = sql`r.bounced_at < ${until ?? "infinity"}::timestamptz + interval '7 days'`;
  return { anyOf: [sql`${sent} and ${earliest} and ${latest}`, sql`${sent} and r.is_odd`] };
}

const resentWords: Readonly<Record<string, Sql>> = {
  yes: sql`r.resent_at is not null`,
  no: sql`r.resent_at is null`,
};

const newestRows = raw("1000");
const commonFrom = raw("12");
const mostRare = 50_000;
const rareCeiling = raw(String(mostRare));
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** What many of the newest say is found soonest by walking them; what is rare, through `bounces_with_reason_like`. */
async function reasonLike(table: Sql, text: string, ask: Ask): Promise<Sql> {
  const pattern = `%${escapeLike(text.trim())}%`;
  const walked = sql`r.reason ilike ${pattern}`;
  if (text.trim().length < 3) return walked;
  const [answer] = await ask<{ rare: string[] | null }>(sql`
    with newest as (
      select reason from ${table} order by merchant_id, bounced_at desc, id desc limit ${newestRows}),
    hits as (select from newest where reason ilike ${pattern} limit ${commonFrom})
    select case when (select count(*) from hits) < ${commonFrom}
      then array(select bounces_with_reason_like(${pattern}, ${rareCeiling})) end as rare`);
  const rare = answer?.rare ?? null;
  return rare === null || rare.length >= mostRare ? walked : sql`r.id = any(${rare}::uuid[])`;
}

/** An id, a whole address or number, a whole domain behind an @, or an invoice number. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower))
    return {
      anyOf: [
        sql`r.id = ${lower}::uuid`,
        sql`r.communication_id = ${lower}::uuid`,
        sql`r.payment_id = ${lower}::uuid`,
        sql`r.invoice_id = ${lower}::uuid`,
      ],
    };
  if (lower.startsWith("@")) return sql`r.domain = ${lower.slice(1)}`;
  const number = lower.replace(/[\s().-]/g, "");
  return {
    anyOf: [
      sql`r.address = ${lower}`,
      sql`r.invoice_number = ${word}`,
      ...(/^\+\d{6,15}$/.test(number) ? [sql`r.address = ${number}`] : []),
    ],
  };
}

const bouncedAt: SortColumn<{ readonly bouncedAt: Date }> = {
  column: sql`r.bounced_at`,
  type: "timestamptz",
  valueOf: (row) => row.bouncedAt.toISOString(),
};

/** Conditions of both reports. */
export const bounceConditions = {
  class: (words: FilterValue["choice"]): Condition => ({
    anyOf: words.map((word) => sql`r.class = ${word}`),
  }),
  resent: (words: FilterValue["choice"]): Condition => ({
    anyOf: words.map((word) => resentWords[word] ?? sql`false`),
  }),
  bounced: (days: FilterValue["days"]): Condition => within(sql`r.bounced_at`, days),
  sent: sentWithin,
  website: (ids: FilterValue["reference"]): Condition => ({
    anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`),
  }),
  method: (words: FilterValue["choice"]): Condition => ({
    anyOf: words.map((word) => sql`r.channel = ${word}`),
  }),
};

/** How bounces are listed, out of the view of a report. */
export const bouncesOf = (table: "email_bounce" | "credit_bounce") => ({
  table,
  columns: sql`r.id, w.name as website, r.channel, r.addressee, r.name, r.invoice_number, r.subject,
    (extract(epoch from r.bounced_at) * 1000)::bigint as bounced_ms, r.reason, r.class, r.reason_code,
    (extract(epoch from r.message_sent_at) * 1000)::bigint as sent_ms,
    (extract(epoch from r.resent_at) * 1000)::bigint as resent_ms, r.resent_by, r.resent_to`,
  joins: sql`left join lateral
    (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w on true`,
  search,
  reasonLike: (text: string, ask: Ask) => reasonLike(raw(table), text, ask),
  sorts: { bouncedAt },
  sum: null,
});
