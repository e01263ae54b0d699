import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { RefundBasis, RefundStatus } from "@/lib/features/refunds/model";
import { settlementAt, settleStatusOf } from "@/lib/features/settlement/model";
import { now } from "@/lib/platform/clock";
import { withinScope } from "@/lib/platform/scoped";

export type RawRefund = {
  id: string;
  payment_id: string;
  transaction_reference: string;
  created_at: Date;
  status: RefundStatus;
  status_at: Date;
  currency: string;
  amount_minor: number;
  settle_minor: number;
  settle_status: number | null;
  settle_due_date: string | null;
  waits_until: Date | null;
  order_reference: string | null;
  reason: string | null;
  basis: RefundBasis | null;
  decline_code: string | null;
  needs_approval: boolean;
  actor: string;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
};

export const refundColumns = sql`id, payment_id, transaction_reference, created_at, status, status_at, currency,
  amount_minor, settle_minor, settle_status, to_char(settle_due_date, 'YYYY-MM-DD') as settle_due_date, waits_until,
  order_reference, reason, basis, decline_code, needs_approval, actor, decided_by_name, decided_at, decision_reason`;

/** When the settlement begins that takes what waits for it; null where nothing does. */
export function settlesAt(settleStatus: number | null, dueDay: string | null): Date | null {
  const waits = settleStatus === 0 || settleStatus === 1;
  return waits && dueDay !== null ? settlementAt(dueDay, now()) : null;
}

const approvalOf = (raw: RawRefund) =>
  raw.needs_approval
    ? {
        askedBy: raw.actor,
        decidedBy: raw.decided_by_name,
        decidedAt: raw.decided_at,
        reason: raw.decision_reason,
      }
    : null;

export const toRefund = (raw: RawRefund) => ({
  id: raw.id,
  paymentId: raw.payment_id,
  transactionReference: raw.transaction_reference,
  createdAt: raw.created_at,
  status: raw.status,
  statusAt: raw.status_at,
  amount: { minor: raw.amount_minor, currency: raw.currency } satisfies Money,
  settleStatus: settleStatusOf({ settleStatus: raw.settle_status }),
  settleAmount: { minor: raw.settle_minor, currency: raw.currency } satisfies Money,
  settleDueDate: raw.settle_due_date,
  settlesAt: raw.status === "accepted" ? settlesAt(raw.settle_status, raw.settle_due_date) : null,
  waitsUntil: raw.waits_until,
  orderReference: raw.order_reference,
  reason: raw.reason,
  basis: raw.basis,
  declineCode: raw.decline_code,
  approval: approvalOf(raw),
});

export type RefundFacts = ReturnType<typeof toRefund>;

/** A refund as machines see it. */
export const getRefund = (scope: MerchantScope, id: string): Promise<RefundFacts | null> =>
  withinScope(scope, async (client) => {
    const { rows } = await client.query<RawRefund>(
      sql`select ${refundColumns} from refund where merchant_id = ${scope}::uuid and id = ${id}::uuid`,
    );
    return rows[0] === undefined ? null : toRefund(rows[0]);
  });
