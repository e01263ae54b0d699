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
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Columns = Omit<Prisma.PaymentUncheckedUpdateManyInput, "status" | "settleStatus" | "merchantId" | "id">;

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
export async function writePaymentHistory(tx: Tx, paymentId: string, step: Step): Promise<string> {
  const id = newId();
  const changed = Object.keys(step.changes ?? {}).length > 0;
  await tx.db.paymentHistory.create({
    data: {
      merchantId: tx.scope,
      id,
      paymentId,
      event: step.event,
      fromStatus: step.from,
      toStatus: step.to,
      fromSettle: step.settle[0],
      toSettle: step.settle[1],
      ...(changed ? { changes: step.changes as Prisma.InputJsonObject } : {}),
      actor: actorLabel(tx.actor),
      reason: step.reason ?? null,
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
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

type EventOptions = {
  readonly reason?: string;
  readonly columns?: Columns;
  /** For `authorise` and `await_customer`, whose settle status depends on how the payment is captured. */
  readonly settle?: SettleStatus | null;
};

/** The only place where a payment's status changes: asks the flow, compares and sets, writes history, tells the world. */
export async function applyPaymentEvent(
  tx: Tx,
  payment: PaymentRecord,
  event: PaymentEvent,
  options: EventOptions = {},
): Promise<Result<PaymentStatus, "not_allowed_now">> {
  const from = payment.status as PaymentStatus;
  const next = advance(paymentFlow, from, event);
  if (!next.ok) return next;
  const settle = options.settle === undefined ? settleAfter[event] : options.settle;
  const updated = await tx.db.payment.updateMany({
    where: { merchantId: tx.scope, id: payment.id, status: from },
    data: { ...options.columns, status: next.value, settleStatus: settle, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
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
  tx: Tx,
  payment: PaymentRecord,
  event: SettleEvent,
  options: { readonly changes?: FieldChanges; readonly columns?: Columns; readonly reason?: string } = {},
): Promise<Result<SettleStatus, "not_allowed_now">> {
  const current = settleStatusOf(payment);
  if (current === null) return err("not_allowed_now");
  const next = nextSettle(current, event);
  if (!next.ok) return next;
  const updated = await tx.db.payment.updateMany({
    where: {
      merchantId: tx.scope,
      id: payment.id,
      status: payment.status,
      settleStatus: payment.settleStatus,
    },
    data: { ...options.columns, settleStatus: next.value },
  });
  if (updated.count !== 1) return err("not_allowed_now");
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
