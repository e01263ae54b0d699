import "server-only";
import sql, { empty, join, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { PaymentStatus } from "@/lib/features/payments/model";
import type { RefundStatus } from "@/lib/features/refunds/model";
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

type Outcome = "approved" | "declined" | "failed" | "unknown" | "queued";

type RawTransaction = {
  type: "AUTH" | "REFUND";
  transaction_reference: string;
  parent_reference: string | null;
  site_reference: string;
  order_reference: string | null;
  currency: string;
  amount_minor: number;
  settle_minor: number;
  settle_status: number | null;
  settle_due: string | null;
  state: string;
  was_authorised: boolean;
  auth_code: string | null;
  decline_code: string | null;
  account_type: string;
  card_brand: string | null;
  card_first_six: string | null;
  card_last_four: string | null;
  card_expiry: string | null;
  actor: string | null;
  created_at: Date;
  settled_at: Date | null;
};

const paymentOutcomes: Readonly<Record<PaymentStatus, Outcome | "as_authorised">> = {
  started: "unknown",
  pending: "unknown",
  authorised: "approved",
  completed: "approved",
  rejected: "declined",
  retried: "declined",
  failed: "as_authorised",
  expired: "as_authorised",
  cancelled: "as_authorised",
};

const refundOutcomes: Readonly<Record<RefundStatus, Outcome>> = {
  awaiting_approval: "queued",
  awaiting_balance: "queued",
  accepted: "approved",
  cancelled: "approved",
  rejected: "declined",
  requested: "approved",
  sent: "approved",
  done: "approved",
  failed: "declined",
  unknown: "unknown",
};

function outcomeOf(raw: RawTransaction): Outcome {
  if (raw.type === "REFUND") return refundOutcomes[raw.state as RefundStatus];
  const outcome = paymentOutcomes[raw.state as PaymentStatus];
  if (outcome !== "as_authorised") return outcome;
  return raw.was_authorised ? "approved" : "failed";
}

function cardOf(raw: RawTransaction) {
  if (raw.card_first_six === null || raw.card_last_four === null) return null;
  return {
    brand: raw.card_brand ?? "",
    firstSix: raw.card_first_six,
    lastFour: raw.card_last_four,
    expiry: raw.card_expiry,
  };
}

const toTransaction = (raw: RawTransaction) => ({
  type: raw.type,
  transactionReference: raw.transaction_reference,
  parentTransactionReference: raw.parent_reference,
  siteReference: raw.site_reference,
  orderReference: raw.order_reference,
  currency: raw.currency,
  baseAmount: raw.amount_minor,
  settleBaseAmount: raw.settle_minor,
  settleStatus: raw.settle_status,
  settleDueDate: raw.settle_due,
  outcome: outcomeOf(raw),
  authCode: raw.auth_code,
  acquirerCode: raw.decline_code,
  accountType: raw.account_type,
  card: cardOf(raw),
  operator: raw.actor?.replace(/^[a-z]+:/, "") ?? "",
  startedAt: raw.created_at,
  settledAt: raw.settled_at,
});

/** An authorisation or a refund with everything that a report about it tells. */
type Transaction = ReturnType<typeof toTransaction>;

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

type Arm = { readonly of: "p" | "r"; readonly settleStatus: Sql };

const anyOf = (column: Sql, values: readonly unknown[] | null): Sql[] =>
  values === null ? [] : [sql`${column} = any(${values})`];

/** `settlestatus` and the times are the transaction's own; order, account and site are its payment's. */
function conditions(scope: MerchantScope, filter: TransactionFilter, { of, settleStatus }: Arm): Sql {
  const createdAt = of === "p" ? sql`p.created_at` : sql`r.created_at`;
  const reference = of === "p" ? sql`p.transaction_reference` : sql`r.transaction_reference`;
  return join(
    [
      of === "p" ? sql`p.merchant_id = ${scope}::uuid` : sql`r.merchant_id = ${scope}::uuid`,
      ...anyOf(reference, filter.transactionReferences),
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
  const where = conditions(scope, filter, { of: "p", settleStatus: paymentSettleStatus });
  return sql`(select ${columns} from payment p ${website} where ${where} ${end})`;
}

function refunds(scope: MerchantScope, filter: TransactionFilter, columns: Sql, end: Sql): Sql {
  const where = conditions(scope, filter, { of: "r", settleStatus: refundSettleStatus });
  return sql`(select ${columns} from refund r ${paymentOfRefund} ${website} where ${where} ${end})`;
}

const asksFor = (filter: TransactionFilter, type: RawTransaction["type"]) =>
  filter.requestTypes === null || filter.requestTypes.includes(type);

/** An answer holds at most this many records, the newest, unless the caller wants more; `count` tells how many there are. */
const usualMost = 1_000;

type FoundTransactions = { readonly count: number; readonly records: readonly Transaction[] };

function armsOf(
  scope: MerchantScope,
  filter: TransactionFilter,
  ofPayments: Sql,
  ofRefunds: Sql,
  end: (of: Sql) => Sql,
): Sql[] {
  return [
    ...(asksFor(filter, "AUTH") ? [payments(scope, filter, ofPayments, end(sql`p.created_at`))] : []),
    ...(asksFor(filter, "REFUND") ? [refunds(scope, filter, ofRefunds, end(sql`r.created_at`))] : []),
  ];
}

/** TRANSACTIONQUERY: authorisations and refunds, newest first (domain.md 1.5.1). */
export async function findTransactions(
  scope: MerchantScope,
  filter: TransactionFilter,
  most = usualMost,
): Promise<FoundTransactions> {
  const newest = (at: Sql) => sql`order by ${at} desc limit ${most + 1}`;
  const arms = armsOf(scope, filter, paymentColumns, refundColumns, newest);
  if (arms.length === 0) return { count: 0, records: [] };
  const rows = sql`select * from (${join(arms, " union all ")}) found order by created_at desc limit ${most + 1}`;
  // By reference there is but one way to look.
  const planOnce = filter.transactionReferences !== null;
  const found = await askOnce<RawTransaction>(scope, rows, { planOnce });
  const records = found.slice(0, most).map(toTransaction);
  if (found.length <= most) return { count: found.length, records };
  const ones = armsOf(scope, filter, sql`1`, sql`1`, () => empty);
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
