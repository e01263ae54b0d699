import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { subscriptionListing, SubscriptionRow } from "@/lib/features/subscriptions/listing";
import type { ShownStatus } from "@/lib/features/subscriptions/model";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type SubscriptionFilters = (typeof subscriptionListing)["filters"];

type RawSubscription = {
  id: string;
  created_ms: number;
  reference: string;
  first_payment: string;
  order_reference: string | null;
  customer_email: string | null;
  website: string;
  unit: string;
  frequency: number;
  amount_minor: number;
  currency: string;
  number: number;
  final_number: number | null;
  next: string | null;
  status: ShownStatus;
};

const toRow = (raw: RawSubscription): SubscriptionRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  reference: raw.reference,
  firstPayment: raw.first_payment,
  orderReference: raw.order_reference,
  customerEmail: raw.customer_email,
  website: raw.website,
  unit: { code: raw.unit, detail: raw.frequency.toString() },
  amount: { minor: raw.amount_minor, currency: raw.currency },
  number:
    raw.final_number === null ? raw.number.toString() : `${String(raw.number)}/${String(raw.final_number)}`,
  next: raw.next,
  status: raw.status,
});

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** Ids and references of the plan or of its first payment; with an @ the customer's e-mail or a part of it. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, sql`r.payment_id = ${lower}::uuid`] };
  const ofPayment = sql`select p.id from payment p where p.merchant_id = r.merchant_id and p.id = r.payment_id`;
  if (lower.includes("@")) {
    return sql`exists (${ofPayment} and p.customer_email like ${`%${escapeLike(lower)}%`})`;
  }
  return {
    anyOf: [
      sql`r.transaction_reference = ${word}`,
      sql`r.order_reference = ${word}`,
      sql`exists (${ofPayment} and (p.transaction_reference = ${word} or p.order_reference = ${word}))`,
    ],
  };
}

/** There is no next payment past the final number. */
const goesOn = sql`(r.final_number is null or r.number < r.final_number)`;

/** `shownStatusOf`, as the database knows it. */
const withStatus: Readonly<Record<string, Sql>> = {
  active: sql`r.status = 'active' and ${goesOn}`,
  finished: sql`r.status = 'active' and not ${goesOn}`,
};

const subscriptionSource: ListingSource<SubscriptionRow, SubscriptionFilters, RawSubscription> = {
  table: "subscription",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms,
    r.transaction_reference as reference, f.transaction_reference as first_payment, r.order_reference,
    f.customer_email, w.name as website, r.unit, r.frequency, r.amount_minor, r.currency, r.number, r.final_number,
    case when ${goesOn} then to_char(r.next_due_date, 'YYYY-MM-DD') end as next,
    case when r.status = 'active' and not ${goesOn} then 'finished' else r.status end as status`,
  joins: sql`cross join lateral
      (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w
    cross join lateral (select transaction_reference, customer_email from payment
      where merchant_id = r.merchant_id and id = r.payment_id limit 1) f`,
  conditions: {
    status: (words) => ({ anyOf: words.map((word) => withStatus[word] ?? sql`r.status = ${word}`) }),
    website: (ids) => sql`r.website_id = any(${[...ids]}::uuid[])`,
    unit: (words) => sql`r.unit = any(${[...words]})`,
    created: ({ from, until }) =>
      sql`r.created_at >= ${from ?? "-infinity"}::timestamptz and r.created_at < ${until ?? "infinity"}::timestamptz`,
    next: ({ first, last }) =>
      sql`r.next_due_date >= ${first ?? "-infinity"}::date and r.next_due_date <= ${last ?? "infinity"}::date and ${goesOn}`,
  },
  search,
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
  find: findSubscriptions,
  summarise: summariseSubscriptions,
  walk: walkSubscriptions,
  changed: findChangedSubscriptions,
} = readsOf(subscriptionSource);
