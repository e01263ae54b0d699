import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import type { FilterValue } from "@/lib/listing/spec";
import type { dataRequestListing, DataRequestRow } from "@/lib/features/data-requests/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import { matchingIds } from "@/lib/platform/listing-rows";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type DataRequestFilters = (typeof dataRequestListing)["filters"];

type RawDataRequest = {
  id: string;
  created_ms: number;
  key: string;
  website: string;
  service: string;
  action: string;
  status_code: number;
  status_ms: number;
  invoice_number: string | null;
  order_reference: string | null;
  customer: string | null;
  told_status: string | null;
  receiver_behind: boolean;
};

const toRow = (raw: RawDataRequest): DataRequestRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  key: raw.key,
  website: raw.website,
  service: { code: raw.service, detail: null },
  action: { code: raw.action, detail: null },
  status: raw.status_code.toString(),
  statusAt: new Date(raw.status_ms),
  invoice: raw.invoice_number,
  order: raw.order_reference,
  customer: raw.customer,
  told: raw.told_status,
  receiver: raw.receiver_behind ? "behind" : null,
});

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
/** Shops write keys with and without dashes, in either case. */
const keyIn = (text: string) => text.trim().replaceAll("-", "").toUpperCase();

/** Key or id, invoice, order, mandate or the bank's reference; with an @ the customer's e-mail or a part of it. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  const byKey = sql`r.key = ${keyIn(word)}`;
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, byKey] };
  if (lower.includes("@")) return sql`lower(r.customer_email) like ${`%${escapeLike(lower)}%`}`;
  return {
    anyOf: [
      byKey,
      sql`r.invoice_number = ${word}`,
      sql`r.order_reference = ${word}`,
      sql`r.bank_reference = ${word}`,
      sql`r.id in (select m.data_request_id from mandate m where m.merchant_id = r.merchant_id and m.mandate_id = ${word})`,
    ],
  };
}

const within = (column: Sql, { from, until }: FilterValue["days"]): Sql =>
  sql`${column} >= ${from ?? "-infinity"}::timestamptz and ${column} < ${until ?? "infinity"}::timestamptz`;

const dataRequestSource: ListingSource<DataRequestRow, DataRequestFilters, RawDataRequest> = {
  table: "data_request",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms, r.key, w.name as website,
    r.service, r.action, r.status_code, (extract(epoch from r.status_at) * 1000)::bigint as status_ms,
    r.invoice_number, r.order_reference, coalesce(r.customer_name, r.customer_email) as customer, r.told_status,
    r.receiver_behind`,
  joins: sql`cross join lateral
    (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w`,
  conditions: {
    status: (codes) => ({ anyOf: codes.map((code) => sql`r.status_code = ${Number(code)}::smallint`) }),
    service: (words) => ({ anyOf: words.map((word) => sql`r.service = ${word}`) }),
    website: (ids) => ({ anyOf: ids.map((id) => sql`r.website_id = ${id}::uuid`) }),
    created: (days) => within(sql`r.created_at`, days),
    changed: (days) => within(sql`r.status_at`, days),
    action: (words) => ({ anyOf: words.map((word) => sql`r.action = ${word}`) }),
    key: (text) => sql`r.key = ${keyIn(text)}`,
    receiver: () => sql`r.receiver_behind`,
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.created_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
    statusAt: {
      column: sql`r.status_at`,
      type: "timestamptz",
      valueOf: (row) => row.statusAt.toISOString(),
    },
  },
  sum: null,
  row: toRow,
};

export const {
  find: findDataRequests,
  summarise: summariseDataRequests,
  walk: walkDataRequests,
  changed: findChangedDataRequests,
} = readsOf(dataRequestSource);

export const matchDataRequests = matchingIds(dataRequestSource);
