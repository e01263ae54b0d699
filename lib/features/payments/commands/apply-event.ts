import sql, { type Sql } from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow, type PaymentEvent, type PaymentStatus } from "@/lib/features/payments/model";
import {
  nextSettle,
  settleStatusOf,
  type FieldChanges,
  type SettleEvent,
  type SettleStatus,
} from "@/lib/features/settlement/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { assignmentsOf, type Columned } from "@/lib/platform/assignments";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

type Columns = Columned<
  Omit<Prisma.PaymentUncheckedUpdateManyInput, "status" | "settleStatus" | "merchantId" | "id">
>;

export type PaymentRecord = {
  readonly id: string;
  readonly status: string;
  readonly settleStatus: number | null;
};

type Step = {
  readonly event: PaymentEvent | SettleEvent | "update" | "start";
  readonly from: PaymentStatus | null;
  readonly to: PaymentStatus;
  readonly settle: readonly [before: number | null, after: number | null];
  readonly changes?: FieldChanges;
  readonly reason?: string;
};

/** One append-only row. The world hears of a new status, and of a new settle status that a merchant gave. */
export async function writePaymentHistory(tx: Writing, paymentId: string, step: Step): Promise<string> {
  const id = newId();
  const changed = Object.keys(step.changes ?? {}).length > 0;
  await tx.tell(sql`
    insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, from_settle, to_settle,
      changes, actor, reason, correlation_id, at)
    values (${tx.scope}::uuid, ${id}::uuid, ${paymentId}::uuid, ${step.event}, ${step.from}, ${step.to},
      ${step.settle[0]}::smallint, ${step.settle[1]}::smallint,
      ${changed ? JSON.stringify(step.changes) : null}::jsonb, ${actorLabel(tx.actor)}, ${step.reason ?? null},
      ${tx.correlationId}::uuid, ${tx.now}::timestamptz)`);
  await tx.announce("payments", paymentId);
  return id;
}

/** The settle status that an event leaves behind, unless the caller says otherwise. */
const settleAfter: Readonly<Record<PaymentEvent, SettleStatus | null>> = {
  await_customer: null,
  authorise: null,
  restart: null,
  complete: 100,
  reject: 3,
  fail: 3,
  expire: 3,
  cancel: 3,
  retry: 3,
};

/** Of a payment that the caller has locked: another status than the one it read is a bug, and the division says so. */
const changeLocked = (tx: Writing, update: Sql) =>
  tx.tell(sql`with changed as (${update} returning 1) select 1 / count(*) from changed`);

type EventOptions = {
  readonly reason?: string;
  readonly columns?: Columns;
  /** For `authorise` and `await_customer`, whose settle status depends on how the payment is captured. */
  readonly settle?: SettleStatus | null;
};

/** The only place where a payment's status changes: asks the flow, compares and sets, writes history, tells the world. */
export async function applyPaymentEvent(
  tx: Writing,
  payment: PaymentRecord,
  event: PaymentEvent,
  options: EventOptions = {},
): Promise<Result<PaymentStatus, "not_allowed_now">> {
  const from = payment.status as PaymentStatus;
  const next = advance(paymentFlow, from, event);
  if (!next.ok) return next;
  const settle = options.settle === undefined ? settleAfter[event] : options.settle;
  const columns = { ...options.columns, status: next.value, settleStatus: settle, statusAt: tx.now };
  await changeLocked(
    tx,
    sql`update payment set ${assignmentsOf(columns)}
      where merchant_id = ${tx.scope}::uuid and id = ${payment.id}::uuid and status = ${from}`,
  );
  const historyId = await writePaymentHistory(tx, payment.id, {
    event,
    from,
    to: next.value,
    settle: [payment.settleStatus, settle],
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
  await tx.emit("payment.status_changed", { paymentId: payment.id, historyId });
  return ok(next.value);
}

/** The same for the settle status of a payment whose status stays as it is (domain.md 1.2.1). */
export async function applySettleEvent(
  tx: Writing,
  payment: PaymentRecord,
  event: SettleEvent,
  options: { readonly changes?: FieldChanges; readonly columns?: Columns; readonly reason?: string } = {},
): Promise<Result<SettleStatus, "not_allowed_now">> {
  const current = settleStatusOf(payment);
  if (current === null) return err("not_allowed_now");
  const next = nextSettle(current, event);
  if (!next.ok) return next;
  const columns = { ...options.columns, settleStatus: next.value };
  await changeLocked(
    tx,
    sql`update payment set ${assignmentsOf(columns)}
      where merchant_id = ${tx.scope}::uuid and id = ${payment.id}::uuid and status = ${payment.status}
        and settle_status = ${current}::smallint`,
  );
  const status = payment.status as PaymentStatus;
  const { changes, reason } = options;
  const historyId = await writePaymentHistory(tx, payment.id, {
    event,
    from: status,
    to: status,
    settle: [payment.settleStatus, next.value],
    ...(changes === undefined ? {} : { changes }),
    ...(reason === undefined ? {} : { reason }),
  });
  if (next.value !== 10) await tx.emit("payment.settlement_changed", { paymentId: payment.id, historyId });
  return ok(next.value);
}
