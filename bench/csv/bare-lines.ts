import type pg from "pg";
import Cursor from "pg-cursor";
import sql, { type Sql } from "sql-template-tag";
import { paymentSource } from "@/lib/features/payments/queries/list";
import { toMajor } from "@/lib/kernel/money";
import { localTime } from "@/lib/kernel/zoned-day";

type Raw = {
  readonly id: string;
  readonly created_ms: number;
  readonly order_reference: string | null;
  readonly customer_email: string | null;
  readonly website: string;
  readonly method: string;
  readonly card_brand: string | null;
  readonly card_last_four: string | null;
  readonly amount_minor: number;
  readonly refunded_minor: number;
  readonly currency: string;
  readonly status: string;
};
type Words = (column: string, code: string) => string;

const head =
  "created_at,id,order_reference,customer_email,website,method_code,method_word,method_detail,amount,amount_currency,status_code,status_word,refunded,refunded_currency\r\n";

const batchRows = 2_000;

/** The line of one payment as one would write it for this one table; the rows of the benchmark need no quotes. */
function lineOf(row: Raw, timezone: string, words: Words): string {
  const { local, offset } = localTime(new Date(row.created_ms), timezone);
  const millis = String(row.created_ms % 1000).padStart(3, "0");
  const detail = row.card_last_four === null ? "" : `${row.card_brand ?? ""} •••• ${row.card_last_four}`;
  const amount = toMajor({ minor: row.amount_minor, currency: row.currency });
  const refunded =
    row.refunded_minor === 0
      ? ","
      : `${toMajor({ minor: -row.refunded_minor, currency: row.currency })},${row.currency}`;
  return `${local.replace(" ", "T")}.${millis}${offset},${row.id},${row.order_reference ?? ""},${row.customer_email ?? ""},${row.website},${row.method},${words("method", row.method)},${detail},${amount},${row.currency},${row.status},${words("status", row.status)},${refunded}\r\n`;
}

/** The same rows in the same order as our export. */
export const exportStatement = (merchantId: string): Sql => sql`
  select ${paymentSource.columns} from payment r ${paymentSource.joins}
  where r.merchant_id = ${merchantId} order by r.created_at desc, r.id desc`;

/** A bare loop: a cursor, a template, a write. No row security, no digest, no sums. */
export async function writeBareLines(
  client: pg.ClientBase,
  statement: Pick<Sql, "text" | "values">,
  { timezone, words }: { readonly timezone: string; readonly words: Words },
  write: (text: string) => Promise<void>,
): Promise<void> {
  await write(head);
  const cursor = client.query(new Cursor<Raw>(statement.text, statement.values));
  for (;;) {
    const rows = await cursor.read(batchRows);
    if (rows.length === 0) break;
    let text = "";
    for (const row of rows) text += lineOf(row, timezone, words);
    await write(text);
  }
  await cursor.close();
}
