import "server-only";
import sql, { join, raw, type Sql } from "sql-template-tag";
import { thousandthsOf, toMajor } from "@/lib/kernel/money";
import { isUuid, uuidOf } from "@/lib/kernel/uuid";
import type { FilterValue, ListingQuery } from "@/lib/listing/spec";
import type { paymentListing, PaymentRow } from "@/lib/features/payments/listing";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { settleNoteOf } from "@/lib/features/settlement/model";
import { readsOf } from "@/lib/platform/listing-reads";
import { matchingIds } from "@/lib/platform/listing-rows";
import type { Ask, Condition, ListingSource } from "@/lib/platform/listing-source";

type PaymentFilters = (typeof paymentListing)["filters"];
export type PaymentQuery = ListingQuery<PaymentFilters>;

type RawPayment = {
  id: string;
  created_ms: number;
  order_reference: string | null;
  customer_email: string | null;
  website: string;
  method: string;
  card_brand: string | null;
  card_last_four: string | null;
  amount_minor: number;
  refunded_minor: number;
  currency: string;
  status: PaymentStatus;
  settle_status: number | null;
  settle_due: string | null;
  capture_mode: string;
  refund_state: string;
  reserved_ms: number | null;
  invoice_number: string | null;
  customer_country: string | null;
  transaction_reference: string;
  told_status: PaymentStatus | null;
  behind: boolean;
};

const methodDetail = ({ card_brand, card_last_four }: RawPayment) =>
  card_last_four === null ? null : `${card_brand ?? ""} •••• ${card_last_four}`.trim();

const toRow = (raw: RawPayment): PaymentRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  orderReference: raw.order_reference,
  customerEmail: raw.customer_email,
  website: raw.website,
  method: { code: raw.method, detail: methodDetail(raw) },
  amount: { minor: raw.amount_minor, currency: raw.currency },
  status: raw.status,
  settleNote: settleNoteOf({ settleStatus: raw.settle_status, captureMode: raw.capture_mode }),
  refunded: raw.refunded_minor === 0 ? null : { minor: -raw.refunded_minor, currency: raw.currency },
  settle: raw.settle_status?.toString() ?? null,
  due: raw.settle_due,
  mode: raw.capture_mode,
  refunds: raw.refund_state,
  reservedUntil: raw.reserved_ms === null ? null : new Date(raw.reserved_ms),
  invoice: raw.invoice_number,
  country: raw.customer_country,
  transactionReference: raw.transaction_reference,
  told: raw.told_status,
  receiver: raw.behind ? "behind" : null,
});

const wholeEmail = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/;
const newestRows = raw("1000");
const commonFrom = raw("12");
/** As many ids as one statement carries; whoever matches more often is walked, so that no row is lost. */
const mostRare = 50_000;
const rareCeiling = raw(String(mostRare));

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/**
 * A fragment that many of the newest payments share is found soonest by walking them. A rare one goes
 * through the trigram index, which row security hides behind `payments_with_email_like`.
 */
async function emailLike(fragment: string, ask: Ask): Promise<Sql> {
  const pattern = `%${escapeLike(fragment)}%`;
  if (fragment.length < 3) return sql`r.customer_email like ${pattern}`;
  const [answer] = await ask<{ rare: string[] | null }>(sql`
    with newest as (
      select customer_email from payment order by merchant_id, created_at desc, id desc limit ${newestRows}),
    hits as (select from newest where customer_email like ${pattern} limit ${commonFrom})
    select case when (select count(*) from hits) < ${commonFrom}
      then array(select payments_with_email_like(${pattern}, ${rareCeiling})) end as rare`);
  const rare = answer?.rare ?? null;
  return rare === null || rare.length >= mostRare
    ? sql`r.customer_email like ${pattern}`
    : sql`r.id = any(${rare}::uuid[])`;
}

function emailIs(text: string, ask: Ask): Condition | Promise<Condition> {
  const piece = text.trim().toLowerCase();
  return wholeEmail.test(piece) ? sql`r.customer_email = ${piece}` : emailLike(piece, ask);
}

/** Whether a word is exactly an order or transaction reference: then nothing else is meant by it. */
async function isReference(word: string, ask: Ask): Promise<boolean> {
  const [answer] = await ask<{ known: boolean }>(sql`
    select exists (select from payment where order_reference = ${word})
        or exists (select from payment where transaction_reference = ${word}) as known`);
  return answer?.known === true;
}

/** CT-11: the payment that one of its authorisations belongs to, by a PayID of 32 hex digits; null: it is none of ours. */
async function paymentOfPayId(key: string, ask: Ask): Promise<string | null> {
  const [hit] = await ask<{ paymentId: string }>(sql`
    select payment_id as "paymentId" from operation
    where id = ${uuidOf(key)}::uuid and kind in ('authorise', 'renew', 'split')`);
  return hit?.paymentId ?? null;
}

/** FP-2: one box for payment id, PayID, references, e-mail, e-mail fragment and last four digits. */
async function search(text: string, ask: Ask): Promise<Condition> {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower)) return sql`r.id = ${lower}::uuid`;
  const byPayId = /^[0-9a-f]{32}$/.test(lower) ? await paymentOfPayId(lower, ask) : null;
  if (byPayId !== null) return sql`r.id = ${byPayId}::uuid`;
  if (wholeEmail.test(lower)) return sql`r.customer_email = ${lower}`;
  if (lower.includes("@")) return emailLike(lower, ask);
  const references = [sql`r.order_reference = ${word}`, sql`r.transaction_reference = ${word}`];
  if (/^\d{4}$/.test(word)) return { anyOf: [...references, sql`r.card_last_four = ${word}`] };
  if (await isReference(word, ask)) return { anyOf: references };
  return emailLike(lower, ask);
}

function range({ currency, min, max }: FilterValue["amount"]): Condition {
  const parts = [
    ...(currency === null ? [] : [sql`r.currency = ${currency}`]),
    ...(min === null ? [] : [sql`r.amount_thousandths >= ${thousandthsOf(min)}::bigint`]),
    ...(max === null ? [] : [sql`r.amount_thousandths <= ${thousandthsOf(max)}::bigint`]),
  ];
  return join(parts, " and ");
}

const hasChain = sql`exists (select from authorisation_chain c where c.merchant_id = r.merchant_id and c.payment_id = r.id)`;

export const paymentSource: ListingSource<PaymentRow, PaymentFilters, RawPayment> = {
  table: "payment",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, r.order_reference,
    r.customer_email, w.name as website, r.method, r.card_brand, r.card_last_four,
    r.amount_minor, r.refunded_minor, r.currency, r.status, r.settle_status,
    to_char(r.settle_due_date, 'YYYY-MM-DD') as settle_due, r.capture_mode, r.refund_state,
    (extract(epoch from r.reserved_until) * 1000)::bigint as reserved_ms, r.invoice_number, r.customer_country,
    r.transaction_reference, r.told_status, r.receiver_behind as behind`,
  // With its limit this join keeps the order of `r`: nothing is sorted, and a walk begins at once.
  joins: sql`cross join lateral
    (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w`,
  conditions: {
    status: (words) => ({ anyOf: words.map((word) => sql`r.status = ${word}`) }),
    method: (words) => ({ anyOf: words.map((word) => sql`r.method = ${word}`) }),
    website: (ids) => ({ anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`) }),
    amount: range,
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
    settle: (codes) => ({ anyOf: codes.map((code) => sql`r.settle_status = ${Number(code)}::smallint`) }),
    due: ({ first, last }) =>
      sql`r.settle_due_date >= ${first ?? "-infinity"}::date and r.settle_due_date <= ${last ?? "infinity"}::date`,
    mode: (words) => ({ anyOf: words.map((word) => sql`r.capture_mode = ${word}`) }),
    refunds: (words) => ({ anyOf: words.map((word) => sql`r.refund_state = ${word}`) }),
    push: () =>
      sql`exists (select from push f where f.merchant_id = r.merchant_id and f.payment_id = r.id
        and f.state in ('retrying', 'exhausted'))`,
    // The second half finds the few among many: the newest push about a payment that is behind was not taken.
    receiver: () => sql`(r.receiver_behind and r.id in (select u.payment_id from push u
      where u.merchant_id = r.merchant_id and u.state <> 'delivered' and u.refund_id is null
        and u.payment_id is not null))`,
    source: (words) => ({ anyOf: words.map((word) => sql`r.source = ${word}`) }),
    reserved: ({ from, until }) => sql`r.status = 'authorised'
      and r.reserved_until >= ${from ?? "-infinity"}::timestamptz and r.reserved_until < ${until ?? "infinity"}::timestamptz`,
    renewed: (words) => ({ anyOf: words.map((word) => (word === "yes" ? hasChain : sql`not ${hasChain}`)) }),
    order: (text) => sql`r.order_reference = ${text.trim()}`,
    invoice: (text) => sql`r.invoice_number = ${text.trim()}`,
    email: emailIs,
    country: (text) => sql`r.customer_country = ${text.trim().toUpperCase()}`,
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
    amount: {
      column: sql`r.amount_thousandths`,
      type: "bigint",
      valueOf: (row) => thousandthsOf(toMajor(row.amount)),
    },
  },
  sum: { minor: sql`r.amount_minor`, currency: sql`r.currency` },
  row: toRow,
};

export const {
  find: findPayments,
  summarise: summarisePayments,
  walk: walkPayments,
  changed: findChangedPayments,
} = readsOf(paymentSource);

export const matchPayments = matchingIds(paymentSource);
