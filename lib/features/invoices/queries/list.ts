import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { isUuid } from "@/lib/kernel/uuid";
import { localDayOf } from "@/lib/kernel/zoned-day";
import type { FilterValue } from "@/lib/listing/spec";
import type { invoiceListing, InvoiceRow } from "@/lib/features/invoices/listing";
import { invoiceCodes, isPayable } from "@/lib/features/invoices/model";
import { now } from "@/lib/platform/clock";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Condition, ListingSource } from "@/lib/platform/listing-source";

type InvoiceFilters = (typeof invoiceListing)["filters"];

type RawInvoice = {
  id: string;
  created_ms: number;
  invoice_date: string;
  number: string;
  website: string;
  debtor: string | null;
  debtor_code: string;
  amount_minor: number;
  open_minor: number;
  currency: string;
  due_date: string;
  next: string | null;
  status_code: number;
  timezone: string;
};

/** Nobody waits any more for money of these. */
const over = invoiceCodes.filter((code) => !isPayable(code)).map(Number);

function stateOf({ open_minor, due_date, status_code, timezone }: RawInvoice): InvoiceRow["state"] {
  if (open_minor <= 0) return "paid";
  if (over.includes(status_code)) return "closed";
  return due_date < localDayOf(now(), timezone) ? "overdue" : "open";
}

const toRow = (raw: RawInvoice): InvoiceRow => ({
  id: raw.id,
  createdAt: new Date(raw.created_ms),
  invoiceDate: raw.invoice_date,
  number: raw.number,
  website: raw.website,
  debtor: raw.debtor ?? raw.debtor_code,
  debtorCode: raw.debtor_code,
  amount: { minor: raw.amount_minor, currency: raw.currency },
  open: { minor: Math.max(0, raw.open_minor), currency: raw.currency },
  dueDate: raw.due_date,
  next: raw.next,
  status: raw.status_code.toString(),
  state: stateOf(raw),
});

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
const keyIn = (text: string) => text.trim().replaceAll("-", "").toUpperCase();

/** Number, key or id, or the debtor's code; with an @ the debtor's e-mail or a part of it. */
function search(text: string): Condition {
  const word = text.trim();
  const lower = word.toLowerCase();
  const byKey = sql`r.key = ${keyIn(word)}`;
  const ofDebtor = (where: Sql) =>
    sql`r.debtor_id in (select d.id from debtor d where d.merchant_id = r.merchant_id and ${where})`;
  if (isUuid(lower)) return { anyOf: [sql`r.id = ${lower}::uuid`, byKey] };
  if (lower.includes("@")) return ofDebtor(sql`lower(d.email) like ${`%${escapeLike(lower)}%`}`);
  return { anyOf: [sql`r.number = ${word}`, byKey, ofDebtor(sql`d.code = ${word}`)] };
}

const zone = sql`(select m.timezone from merchant m where m.id = r.merchant_id)`;

/** By the merchant's own day. */
function inState(word: string): Sql {
  if (word === "paid") return sql`r.open_minor <= 0`;
  if (word === "closed") return sql`r.open_minor > 0 and r.status_code = any(${over}::smallint[])`;
  const overdue = sql`r.due_date < (${now()}::timestamptz at time zone ${zone})::date`;
  return sql`r.open_minor > 0 and r.status_code <> all(${over}::smallint[])
    and ${word === "overdue" ? overdue : sql`not (${overdue})`}`;
}

const on = (column: Sql, { first, last }: FilterValue["days"]): Sql =>
  sql`${column} >= ${first ?? "-infinity"}::date and ${column} <= ${last ?? "infinity"}::date`;

const invoiceSource: ListingSource<InvoiceRow, InvoiceFilters, RawInvoice> = {
  table: "invoice",
  columns: sql`r.id, (extract(epoch from r.created_at) * 1000)::bigint as created_ms,
    to_char(r.invoice_date, 'YYYY-MM-DD') as invoice_date, r.number, w.name as website, d.name as debtor,
    d.code as debtor_code, r.amount_minor, r.open_minor, r.currency, to_char(r.due_date, 'YYYY-MM-DD') as due_date,
    case when r.status_code = 10 then to_char(r.next_step_on, 'YYYY-MM-DD') end as next, r.status_code::int as status_code,
    ${zone} as timezone`,
  joins: sql`cross join lateral
      (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w
    cross join lateral (select name, code from debtor where merchant_id = r.merchant_id and id = r.debtor_id limit 1) d`,
  conditions: {
    status: (codes) => sql`r.status_code = any(${codes.map(Number)}::smallint[])`,
    state: (words) => ({ anyOf: words.map(inState) }),
    website: (ids) => sql`r.website_id = any(${[...ids]}::uuid[])`,
    date: (days) => on(sql`r.invoice_date`, days),
    due: (days) => on(sql`r.due_date`, days),
    next: (days) => sql`r.status_code = 10 and ${on(sql`r.next_step_on`, days)}`,
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
  sum: { minor: sql`greatest(0, r.open_minor)`, currency: sql`r.currency` },
  row: toRow,
};

export const {
  find: findInvoices,
  summarise: summariseInvoices,
  walk: walkInvoices,
  changed: findChangedInvoices,
} = readsOf(invoiceSource);
