import "server-only";
import sql, { empty, join, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import {
  toTransaction,
  type RawTransaction,
  type Transaction,
} from "@/lib/features/payments/queries/raw-transaction";
import { askOnce } from "@/lib/platform/conversation";

/** Several values of one field mean "or", several fields mean "and". Null: not asked for. */
type TransactionFilter = {
  readonly siteReferences: readonly string[] | null;
  readonly transactionReferences: readonly string[] | null;
  readonly orderReferences: readonly string[] | null;
  readonly settleStatuses: readonly number[] | null;
  readonly currencies: readonly string[] | null;
  readonly accountTypes: readonly string[] | null;
  readonly requestTypes: readonly string[] | null;
  /** Instants in ISO 8601, both inclusive to the second. */
  readonly from: string | null;
  readonly to: string | null;
};

const paymentSettleStatus = sql`p.settle_status`;
const refundSettleStatus = sql`coalesce(r.settle_status, case r.status
  when 'done' then 100 when 'failed' then 3 when 'cancelled' then 3 when 'rejected' then 3
  when 'sent' then 10 when 'unknown' then 10 else 0 end)`;

const paymentColumns = sql`'AUTH' as type, p.transaction_reference, null as parent_reference, w.site_reference,
  p.order_reference, p.currency, p.amount_minor,
  case when p.captured_minor > 0 then p.captured_minor else p.settle_minor end as settle_minor,
  ${paymentSettleStatus} as settle_status, to_char(p.settle_due_date, 'YYYY-MM-DD') as settle_due,
  p.status as state, p.authorised_at is not null as was_authorised, p.auth_code, p.decline_code, p.account_type,
  p.card_brand, p.card_first_six, p.card_last_four, p.card_expiry,
  (select h.actor from payment_history h
   where h.merchant_id = p.merchant_id and h.payment_id = p.id and h.refund_id is null
   order by h.at, h.id limit 1) as actor,
  p.created_at, p.completed_at as settled_at`;

const refundColumns = sql`'REFUND' as type, r.transaction_reference, p.transaction_reference as parent_reference,
  w.site_reference, coalesce(r.order_reference, p.order_reference) as order_reference, r.currency, r.amount_minor,
  r.settle_minor, ${refundSettleStatus} as settle_status, to_char(r.settle_due_date, 'YYYY-MM-DD') as settle_due,
  r.status as state, true as was_authorised, r.auth_code, r.decline_code, p.account_type, p.card_brand, p.card_first_six, p.card_last_four, p.card_expiry,
  r.actor, r.created_at, case when r.status = 'done' then r.status_at end as settled_at`;

/** The plan itself; what it charges are authorisations of their own. */
const planColumns = sql`'SUBSCRIPTION' as type, s.transaction_reference, p.transaction_reference as parent_reference,
  w.site_reference, coalesce(s.order_reference, p.order_reference) as order_reference, s.currency, s.amount_minor,
  s.amount_minor as settle_minor, null::smallint as settle_status, null as settle_due, s.status as state,
  true as was_authorised, null as auth_code, null as decline_code, p.account_type, p.card_brand, p.card_first_six,
  p.card_last_four, p.card_expiry, s.actor, s.created_at, null::timestamptz as settled_at`;

type Arm = { readonly of: Sql; readonly settleStatus: Sql };
const own = { payment: sql`p`, refund: sql`r`, plan: sql`s` };

const anyOf = (column: Sql, values: readonly unknown[] | null): Sql[] =>
  values === null ? [] : [sql`${column} = any(${values})`];

/** `settlestatus` and the times are the transaction's own; order, account and site are its payment's. */
function conditions(scope: MerchantScope, filter: TransactionFilter, { of, settleStatus }: Arm): Sql {
  const createdAt = sql`${of}.created_at`;
  return join(
    [
      sql`${of}.merchant_id = ${scope}::uuid`,
      ...anyOf(sql`${of}.transaction_reference`, filter.transactionReferences),
      ...anyOf(sql`w.site_reference`, filter.siteReferences),
      ...anyOf(sql`p.order_reference`, filter.orderReferences),
      ...anyOf(settleStatus, filter.settleStatuses),
      ...anyOf(sql`p.currency`, filter.currencies),
      ...anyOf(sql`p.account_type`, filter.accountTypes),
      ...(filter.from === null ? [] : [sql`${createdAt} >= ${filter.from}::timestamptz`]),
      ...(filter.to === null ? [] : [sql`${createdAt} < ${filter.to}::timestamptz + interval '1 second'`]),
    ],
    " and ",
  );
}

const website = sql`join website w on w.merchant_id = p.merchant_id and w.id = p.website_id`;
const paymentOfRefund = sql`join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id`;

function payments(scope: MerchantScope, filter: TransactionFilter, columns: Sql, end: Sql): Sql {
  const where = conditions(scope, filter, { of: own.payment, settleStatus: paymentSettleStatus });
  return sql`(select ${columns} from payment p ${website} where ${where} ${end})`;
}

function refunds(scope: MerchantScope, filter: TransactionFilter, columns: Sql, end: Sql): Sql {
  const where = conditions(scope, filter, { of: own.refund, settleStatus: refundSettleStatus });
  return sql`(select ${columns} from refund r ${paymentOfRefund} ${website} where ${where} ${end})`;
}

const paymentOfPlan = sql`join payment p on p.merchant_id = s.merchant_id and p.id = s.payment_id`;

function plans(scope: MerchantScope, filter: TransactionFilter, columns: Sql, end: Sql): Sql {
  const where = conditions(scope, filter, { of: own.plan, settleStatus: sql`null::smallint` });
  return sql`(select ${columns} from subscription s ${paymentOfPlan} ${website} where ${where} ${end})`;
}

/** A plan moves no money: it is among the answers where it is asked for by its type or its reference. */
function asksFor({ requestTypes, transactionReferences }: TransactionFilter, type: RawTransaction["type"]) {
  if (requestTypes !== null) return requestTypes.includes(type);
  return type !== "SUBSCRIPTION" || transactionReferences !== null;
}

/** An answer holds at most this many records, the newest, unless the caller wants more; `count` tells how many there are. */
const usualMost = 1_000;

type FoundTransactions = { readonly count: number; readonly records: readonly Transaction[] };

const kinds = [
  { type: "AUTH", arm: payments, columns: paymentColumns, at: sql`p.created_at` },
  { type: "REFUND", arm: refunds, columns: refundColumns, at: sql`r.created_at` },
  { type: "SUBSCRIPTION", arm: plans, columns: planColumns, at: sql`s.created_at` },
] as const;

const armsOf = (
  scope: MerchantScope,
  filter: TransactionFilter,
  columnsOf: (columns: Sql) => Sql,
  end: (at: Sql) => Sql,
): Sql[] =>
  kinds
    .filter(({ type }) => asksFor(filter, type))
    .map(({ arm, columns, at }) => arm(scope, filter, columnsOf(columns), end(at)));

/** TRANSACTIONQUERY: authorisations, refunds and plans, newest first (domain.md 1.5.1). */
export async function findTransactions(
  scope: MerchantScope,
  filter: TransactionFilter,
  most = usualMost,
): Promise<FoundTransactions> {
  const newest = (at: Sql) => sql`order by ${at} desc limit ${most + 1}`;
  const arms = armsOf(scope, filter, (columns) => columns, newest);
  if (arms.length === 0) return { count: 0, records: [] };
  const rows = sql`select * from (${join(arms, " union all ")}) found order by created_at desc limit ${most + 1}`;
  // By reference there is but one way to look.
  const planOnce = filter.transactionReferences !== null;
  const found = await askOnce<RawTransaction>(scope, rows, { planOnce });
  const records = found.slice(0, most).map(toTransaction);
  if (found.length <= most) return { count: found.length, records };
  const ones = armsOf(
    scope,
    filter,
    () => sql`1`,
    () => empty,
  );
  const [counted] = await askOnce<{ count: number }>(
    scope,
    sql`select count(*)::int as count from (${join(ones, " union all ")}) matches`,
  );
  return { count: counted?.count ?? found.length, records };
}

async function one(scope: MerchantScope, question: Sql): Promise<Transaction | null> {
  const [found] = await askOnce<RawTransaction>(scope, question, { planOnce: true });
  return found === undefined ? null : toTransaction(found);
}

/** The authorisation of one payment, as it now is. */
export const getTransaction = (scope: MerchantScope, paymentId: string): Promise<Transaction | null> =>
  one(
    scope,
    sql`select ${paymentColumns} from payment p ${website}
      where p.merchant_id = ${scope}::uuid and p.id = ${paymentId}::uuid`,
  );

/** One refund as a transaction, as it now is. */
export const getRefundTransaction = (scope: MerchantScope, refundId: string): Promise<Transaction | null> =>
  one(
    scope,
    sql`select ${refundColumns} from refund r ${paymentOfRefund} ${website}
      where r.merchant_id = ${scope}::uuid and r.id = ${refundId}::uuid`,
  );
