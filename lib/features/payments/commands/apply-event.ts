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
import { writePaymentStep, type PaymentColumns } from "@/lib/platform/payment-status";
import type { Writing } from "@/lib/platform/tx";

export type PaymentRecord = {
  readonly id: string;
  readonly status: string;
  readonly settleStatus: number | null;
};

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
  readonly columns?: PaymentColumns;
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
  const step = { event, from, to: next.value, settle: [payment.settleStatus, settle] as const };
  const reason = options.reason === undefined ? {} : { reason: options.reason };
  const historyId = await writePaymentStep(tx, payment.id, { ...step, ...reason }, options.columns);
  await tx.emit("payment.status_changed", { paymentId: payment.id, historyId });
  return ok(next.value);
}

/** The same for the settle status of a payment whose status stays as it is (domain.md 1.2.1). */
export async function applySettleEvent(
  tx: Writing,
  payment: PaymentRecord,
  event: SettleEvent,
  options: {
    readonly changes?: FieldChanges;
    readonly columns?: PaymentColumns;
    readonly reason?: string;
  } = {},
): Promise<Result<SettleStatus, "not_allowed_now">> {
  const current = settleStatusOf(payment);
  if (current === null) return err("not_allowed_now");
  const next = nextSettle(current, event);
  if (!next.ok) return next;
  const { status } = payment;
  const { changes, reason } = options;
  const step = { event, from: status, to: status, settle: [payment.settleStatus, next.value] as const };
  const more = {
    ...(changes === undefined ? {} : { changes }),
    ...(reason === undefined ? {} : { reason }),
  };
  const historyId = await writePaymentStep(tx, payment.id, { ...step, ...more }, options.columns);
  if (next.value !== 10) await tx.emit("payment.settlement_changed", { paymentId: payment.id, historyId });
  return ok(next.value);
}
