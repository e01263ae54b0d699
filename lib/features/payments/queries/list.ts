import "server-only";
import sql, { join, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { toMajor } from "@/lib/kernel/money";
import type { FilterValue, ListingQuery } from "@/lib/listing/spec";
import type { paymentListing, PaymentRow } from "@/lib/features/payments/listing";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { findByIds, findPage, summarise, walkRows } from "@/lib/platform/listing-rows";
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
  refunded: raw.refunded_minor === 0 ? null : { minor: -raw.refunded_minor, currency: raw.currency },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const wholeEmail = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/;
const newestRows = 3_000;
const commonFrom = 60;
const rareCeiling = 50_000;

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/**
 * A fragment that many of the newest payments share is found soonest by walking them. A rare one goes
 * through the trigram index, which row security hides behind `payments_with_email_like`.
 */
async function emailLike(fragment: string, ask: Ask): Promise<Sql> {
  const pattern = `%${escapeLike(fragment)}%`;
  if (fragment.length < 3) return sql`r.customer_email like ${pattern}`;
  const [newest] = await ask<{ hits: number }>(sql`
    select count(*)::int as hits from (
      select customer_email from payment order by merchant_id, created_at desc, id desc limit ${newestRows}) newest
    where customer_email like ${pattern}`);
  if (newest !== undefined && newest.hits >= commonFrom) return sql`r.customer_email like ${pattern}`;
  const found = await ask<{ id: string }>(
    sql`select payments_with_email_like(${pattern}, ${rareCeiling}) as id`,
  );
  return sql`r.id = any(${found.map(({ id }) => id)}::uuid[])`;
}

/** FP-2: one box for payment id, references, e-mail, e-mail fragment and last four digits. */
async function search(text: string, ask: Ask): Promise<Condition> {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (uuid.test(lower)) return sql`r.id = ${lower}::uuid`;
  if (wholeEmail.test(lower)) return sql`r.customer_email = ${lower}`;
  if (lower.includes("@")) return emailLike(lower, ask);
  const references = [sql`r.order_reference = ${word}`, sql`r.transaction_reference = ${word}`];
  const other = /^\d{4}$/.test(word) ? sql`r.card_last_four = ${word}` : await emailLike(lower, ask);
  return { anyOf: [...references, other] };
}

function range({ currency, min, max }: FilterValue["amount"]): Condition {
  const parts = [
    ...(currency === null ? [] : [sql`r.currency = ${currency}`]),
    ...(min === null ? [] : [sql`r.amount_major >= ${min}::numeric`]),
    ...(max === null ? [] : [sql`r.amount_major <= ${max}::numeric`]),
  ];
  return join(parts, " and ");
}

export const paymentSource: ListingSource<PaymentRow, PaymentFilters, RawPayment> = {
  table: "payment",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, r.order_reference,
    r.customer_email, w.name as website, r.method, r.card_brand, r.card_last_four,
    r.amount_minor, r.refunded_minor, r.currency, r.status`,
  joins: sql`join website w on w.merchant_id = r.merchant_id and w.id = r.website_id`,
  conditions: {
    status: (words) => ({ anyOf: words.map((word) => sql`r.status = ${word}`) }),
    method: (words) => ({ anyOf: words.map((word) => sql`r.method = ${word}`) }),
    website: (ids) => ({ anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`) }),
    amount: range,
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
    amount: { column: sql`r.amount_major`, type: "numeric", valueOf: (row) => toMajor(row.amount) },
  },
  sum: { minor: sql`r.amount_minor`, currency: sql`r.currency` },
  row: toRow,
};

export const findPayments = (scope: MerchantScope, query: PaymentQuery) =>
  findPage(scope, paymentSource, query);

/** Changed payments for an open list: all of `ids`, and which of them match the query. */
export async function findChangedPayments(scope: MerchantScope, query: PaymentQuery, ids: readonly string[]) {
  const [rows, matching] = await Promise.all([
    findByIds(scope, paymentSource, ids, null),
    findByIds(scope, paymentSource, ids, query),
  ]);
  return { rows, matching: new Set(matching.map((row) => row.id)) };
}

export const summarisePayments = (scope: MerchantScope, query: PaymentQuery) =>
  summarise(scope, paymentSource, query);

export const walkPayments = (
  scope: MerchantScope,
  query: PaymentQuery,
  take: (rows: readonly PaymentRow[]) => Promise<void>,
) => walkRows(scope, paymentSource, query, take);
