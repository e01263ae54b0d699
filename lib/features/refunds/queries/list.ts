import "server-only";
import sql from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { ListingQuery } from "@/lib/listing/spec";
import type { refundListing, RefundRow } from "@/lib/features/refunds/listing";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type RefundFilters = (typeof refundListing)["filters"];
export type RefundQuery = ListingQuery<RefundFilters>;

type RawRefund = {
  id: string;
  created_ms: number;
  reference: string;
  payment: string;
  order_reference: string | null;
  website: string;
  amount_minor: number;
  settle_minor: number;
  currency: string;
  status: RefundStatus;
  settle: number | null;
  reason: string | null;
  actor: string;
  decided_by: string | null;
};

/** `user:Eva` is Eva; a machine keeps its kind. */
const nameOf = (actor: string) => actor.replace(/^user:/, "");

const toRow = ({ currency, ...raw }: RawRefund): RefundRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  reference: raw.reference,
  payment: raw.payment,
  orderReference: raw.order_reference,
  website: raw.website,
  amount: { minor: raw.settle_minor, currency },
  asked: raw.amount_minor === raw.settle_minor ? null : { minor: raw.amount_minor, currency },
  status: raw.status,
  settle: raw.settle === null ? null : raw.settle.toString(),
  reason: raw.reason,
  askedBy: nameOf(raw.actor),
  decidedBy: raw.decided_by === null ? null : nameOf(raw.decided_by),
});

const ofPayment = sql`select from payment p where p.merchant_id = r.merchant_id and p.id = r.payment_id`;

/** Ids and references of the refund or of its payment. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, sql`r.payment_id = ${lower}::uuid`] };
  return {
    anyOf: [
      sql`r.transaction_reference = ${word}`,
      sql`r.order_reference = ${word}`,
      sql`exists (${ofPayment} and (p.transaction_reference = ${word} or p.order_reference = ${word}))`,
    ],
  };
}

export const refundSource: ListingSource<RefundRow, RefundFilters, RawRefund> = {
  table: "refund",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms,
    r.transaction_reference as reference, b.reference as payment,
    coalesce(r.order_reference, b.order_reference) as order_reference, b.website, r.amount_minor, r.settle_minor,
    r.currency, r.status, r.settle_status as settle, r.reason, r.actor, r.decided_by_name as decided_by`,
  joins: sql`cross join lateral (
      select p.transaction_reference as reference, p.order_reference, w.name as website
      from payment p join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
      where p.merchant_id = r.merchant_id and p.id = r.payment_id limit 1) b`,
  conditions: {
    status: (words) => ({ anyOf: words.map((word) => sql`r.status = ${word}`) }),
    website: (ids) => sql`exists (${ofPayment} and p.website_id = any(${[...ids]}::uuid[]))`,
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
  },
  sum: { minor: sql`r.settle_minor`, currency: sql`r.currency` },
  row: toRow,
};

export const {
  find: findRefunds,
  summarise: summariseRefunds,
  walk: walkRefunds,
  changed: findChangedRefunds,
} = readsOf(refundSource);
