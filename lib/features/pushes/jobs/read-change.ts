import sql, { join, raw, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { askOnce } from "@/lib/platform/conversation";

/** The status change that a push tells of. */
export type Change = {
  readonly id: string;
  readonly fromStatus: string | null;
  readonly toStatus: string;
  readonly toSettle: number | null;
  readonly actor: string;
  readonly correlationId: string;
  readonly at: Date;
};

type Website = {
  readonly siteReference: string;
  readonly websiteKey: string;
  readonly pushFormat: string;
  readonly pushUrl: string | null;
  readonly pushUrlFailure: string | null;
};

export type Payment = {
  readonly id: string;
  readonly websiteId: string;
  readonly transactionReference: string;
  readonly orderReference: string | null;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** ISO 8601, without a time. */
  readonly settleDueDate: string | null;
  readonly authorisedAt: Date | null;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
  readonly authCode: string | null;
  readonly declineCode: string | null;
  readonly accountType: string;
  readonly cardBrand: string | null;
  readonly cardFirstSix: string | null;
  readonly cardLastFour: string | null;
  readonly cardExpiry: string | null;
  readonly method: string;
  readonly invoiceNumber: string | null;
  readonly customerName: string | null;
  readonly pushUrl: string | null;
  readonly pushUrlFailure: string | null;
  readonly website: Website;
};

export type Refund = {
  readonly id: string;
  readonly transactionReference: string;
  readonly orderReference: string | null;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly currency: string;
  readonly settleDueDate: string | null;
  readonly authCode: string | null;
  readonly declineCode: string | null;
  readonly createdAt: Date;
  readonly payment: Payment;
};

export type RequestChange = {
  readonly id: string;
  readonly toCode: number;
  readonly subCode: string | null;
  readonly text: string | null;
  readonly at: Date;
};

export type DataRequest = {
  readonly id: string;
  readonly websiteId: string;
  readonly key: string;
  readonly service: string;
  readonly action: string;
  readonly invoiceNumber: string | null;
  readonly orderReference: string | null;
  readonly isTest: boolean;
  readonly outputParameters: unknown;
  readonly customParameters: unknown;
  readonly additionalParameters: unknown;
  readonly pushUrl: string | null;
  readonly pushUrlFailure: string | null;
  readonly website: Website;
};

const ofChange = "id from_status to_status to_settle actor correlation_id at";
const ofWebsite = "site_reference website_key push_format push_url push_url_failure";
const ofPayment = `id website_id transaction_reference order_reference amount_minor settle_minor currency captured_minor
  refunded_minor settle_due_date authorised_at completed_at created_at auth_code decline_code account_type card_brand
  card_first_six card_last_four card_expiry method invoice_number customer_name push_url push_url_failure`;
const ofRefund = `id transaction_reference order_reference amount_minor settle_minor currency settle_due_date auth_code
  decline_code created_at`;
const ofRequestChange = "id to_code sub_code text at";
const ofRequest = `id website_id key service action invoice_number order_reference is_test output_parameters
  custom_parameters additional_parameters push_url push_url_failure`;

const camel = (column: string) => column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** Columns of a table, each under its path in what is read. */
const told = (table: string, path: string, columns: string): Sql =>
  raw(
    columns
      .split(/\s+/)
      .map((name) => `${table}.${name}${name.endsWith("_date") ? "::text" : ""} as "${path}.${camel(name)}"`)
      .join(", "),
  );

/** A row whose columns are paths, as the object that they describe. */
function nested(row: Readonly<Record<string, unknown>>): unknown {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(row)) {
    const names = path.split(".");
    const last = names.pop() ?? path;
    let at = whole;
    for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return whole;
}

/** @throws where one is missing: it was committed with its job. */
async function readAll<Row>(scope: MerchantScope, count: number, question: Sql): Promise<Row[]> {
  const rows = await askOnce<Record<string, unknown>>(scope, question, { planOnce: true });
  if (rows.length !== count)
    throw new Error(`${count.toString()} changes are ${rows.length.toString()} rows`);
  return rows.map((row) => nested(row) as Row);
}

const columns = (...parts: readonly Sql[]) => join(parts, ", ");
const ofChosen = (alias: string) => raw(`${alias}.merchant_id = current_merchant() and ${alias}.id`);

export const readPaymentChanges = (scope: MerchantScope, historyIds: readonly string[]) =>
  readAll<{ readonly change: Change; readonly payment: Payment }>(
    scope,
    historyIds.length,
    sql`select ${columns(told("h", "change", ofChange), told("p", "payment", ofPayment), told("w", "payment.website", ofWebsite))}
      from payment_history h
      join payment p on p.merchant_id = h.merchant_id and p.id = h.payment_id
      join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
      where ${ofChosen("h")} = any(${[...historyIds]}::uuid[])`,
  );

export const readRefundChanges = (scope: MerchantScope, historyIds: readonly string[]) =>
  readAll<{ readonly change: Change; readonly refund: Refund }>(
    scope,
    historyIds.length,
    sql`select ${columns(
      told("h", "change", ofChange),
      told("r", "refund", ofRefund),
      told("p", "refund.payment", ofPayment),
      told("w", "refund.payment.website", ofWebsite),
    )}
      from payment_history h
      join refund r on r.merchant_id = h.merchant_id and r.id = h.refund_id
      join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
      join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
      where ${ofChosen("h")} = any(${[...historyIds]}::uuid[])`,
  );

export const readRequestChanges = (scope: MerchantScope, historyIds: readonly string[]) =>
  readAll<{ readonly change: RequestChange; readonly request: DataRequest }>(
    scope,
    historyIds.length,
    sql`select ${columns(
      told("h", "change", ofRequestChange),
      told("d", "request", ofRequest),
      told("w", "request.website", ofWebsite),
    )}
      from data_request_history h
      join data_request d on d.merchant_id = h.merchant_id and d.id = h.data_request_id
      join website w on w.merchant_id = d.merchant_id and w.id = d.website_id
      where ${ofChosen("h")} = any(${[...historyIds]}::uuid[])`,
  );
