import { Prisma } from "@/lib/platform/generated/client";
import type { Tx } from "@/lib/platform/tx";

const tables = {
  payment: Prisma.sql`payment`,
  refund: Prisma.sql`refund`,
  push: Prisma.sql`push`,
  subscription: Prisma.sql`subscription`,
  data_request: Prisma.sql`data_request`,
  invoice: Prisma.sql`invoice`,
  credit_scheme: Prisma.sql`credit_scheme`,
  mandate: Prisma.sql`mandate`,
  qr_code: Prisma.sql`qr_code`,
  bounce: Prisma.sql`bounce`,
  communication: Prisma.sql`communication`,
  colleague_invitation: Prisma.sql`colleague_invitation`,
} as const;

/** Holds the row until the transaction ends. False: absent, or another merchant's. */
export async function lockRow(tx: Tx, table: keyof typeof tables, id: string): Promise<boolean> {
  const rows = await tx.db.$queryRaw<unknown[]>`
    select 1 from ${tables[table]} where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid for no key update`;
  return rows.length === 1;
}

const due = {
  /** PN-3. */
  expiry: (now: Date) =>
    Prisma.sql`status in ('started', 'pending') and expires_at <= ${now} order by expires_at, id`,
  /** TP-9: suspended, or held for a capture by hand that never came. What a chain renews ends with it (domain.md 3.2). */
  reservation_end: (now: Date) => Prisma.sql`status = 'authorised' and reserved_until <= ${now}
    and settle_status = 2 and not exists (select from authorisation_chain c
      where c.merchant_id = payment.merchant_id and c.payment_id = payment.id) order by reserved_until, id`,
} as const;

/** Ids of payments whose time has come, the oldest first. Those that another transaction holds are left to it. */
export async function lockDuePayments(tx: Tx, what: keyof typeof due, most: number): Promise<string[]> {
  const rows = await tx.db.$queryRaw<{ id: string }[]>`
    select id from payment where merchant_id = ${tx.scope}::uuid and ${due[what](tx.now)}
    limit ${most} for no key update skip locked`;
  return rows.map(({ id }) => id);
}

export type DueSettlement = {
  readonly id: string;
  readonly settleStatus: number;
  readonly settleMinor: number;
  readonly currency: string;
  readonly gatewayReference: string;
};

/** Payments whose due day has come (TP-7), in the order of their due days. */
export const lockDueSettlements = (tx: Tx, day: string, most: number): Promise<DueSettlement[]> =>
  tx.db.$queryRaw<DueSettlement[]>`
    select id, settle_status::int as "settleStatus", settle_minor::float8 as "settleMinor", currency,
      gateway_reference as "gatewayReference"
    from payment
    where merchant_id = ${tx.scope}::uuid and status = 'authorised' and settle_status in (0, 1)
      and settle_due_date <= ${day}::date and gateway_reference is not null
    order by settle_due_date, id limit ${most} for no key update skip locked`;

export type DuplicatePayment = {
  readonly id: string;
  readonly status: string;
  readonly settleStatus: number;
};

/** Due payments at 0 whose card paid the same for the same order shortly before, where the website checks for that. A plan's payments do. */
export const lockDuplicates = (tx: Tx, day: string, most: number): Promise<DuplicatePayment[]> =>
  tx.db.$queryRaw<DuplicatePayment[]>`
    select p.id, p.status, p.settle_status::int as "settleStatus"
    from payment p join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
    where p.merchant_id = ${tx.scope}::uuid and p.status = 'authorised' and p.settle_status = 0
      and p.subscription_id is null and p.settle_due_date <= ${day}::date and w.duplicate_check_minutes is not null
      and exists (select from payment e where e.merchant_id = p.merchant_id and e.website_id = p.website_id
        and e.order_reference = p.order_reference and e.card_first_six = p.card_first_six
        and e.card_last_four = p.card_last_four and e.amount_minor = p.amount_minor and e.currency = p.currency
        and (e.created_at, e.id) < (p.created_at, p.id)
        and e.created_at >= p.created_at - make_interval(mins => w.duplicate_check_minutes)
        and e.status in ('authorised', 'completed'))
    order by p.settle_due_date, p.id limit ${most} for no key update of p skip locked`;

export type HeldCapture = {
  readonly operationId: string;
  readonly paymentId: string;
  readonly minor: number;
  readonly currency: string;
  readonly gatewayReference: string;
};

/** Captures that a settlement run handed over and nobody has answered for, whose lease is over. */
export const lockHeldCaptures = (tx: Tx, most: number): Promise<HeldCapture[]> =>
  tx.db.$queryRaw<HeldCapture[]>`
    select o.id as "operationId", o.payment_id as "paymentId", o.amount_minor::float8 as minor, o.currency,
      p.gateway_reference as "gatewayReference"
    from operation o join payment p on p.merchant_id = o.merchant_id and p.id = o.payment_id
    where o.merchant_id = ${tx.scope}::uuid and o.held_until <= ${tx.now} and o.kind = 'capture'
      and o.outcome in ('sent', 'pending', 'unknown', 'not_found')
    order by o.held_until, o.id limit ${most} for no key update of o skip locked`;
