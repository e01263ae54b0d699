import sql from "sql-template-tag";
import { advance, type Flow } from "@/lib/kernel/transitions";
import { paymentFlow, type PaymentEvent, type PaymentStatus } from "@/lib/features/payments/model";
import { writePaymentStep, type PaymentColumns } from "@/lib/platform/payment-status";
import type { Writing } from "@/lib/platform/tx";

/** PN-2, but for what a chain captured: that can be taken back on its day (CT-17). */
const renewedFlow: Flow<PaymentStatus, PaymentEvent | "uncapture"> = {
  ...paymentFlow,
  completed: { uncapture: "authorised" },
};

/** The payment of a chain. Amounts in minor units. */
export type ChainPayment = {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly settleStatus: number | null;
  readonly capturedMinor: number;
  /** Given back or promised. */
  readonly creditedMinor: number;
};

/** Locks the payment. A chain is locked before it. */
export async function lockPayment(tx: Writing, id: string): Promise<ChainPayment> {
  const [payment] = await tx.ask<ChainPayment>(sql`
    select id, status, settle_status::int as "settleStatus", captured_minor::float8 as "capturedMinor",
      (refunded_minor + reserved_minor)::float8 as "creditedMinor"
    from payment where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid for no key update`);
  if (payment === undefined) throw new Error(`no payment ${id}`);
  return payment;
}

const settleAfter = { complete: 100, cancel: 3, uncapture: 2 } as const;

async function apply(
  tx: Writing,
  payment: ChainPayment,
  event: keyof typeof settleAfter,
  columns: PaymentColumns,
  reason?: string,
): Promise<void> {
  const to = advance(renewedFlow, payment.status, event);
  if (!to.ok) throw new Error(`no ${event} from ${payment.status}`);
  const settle = [payment.settleStatus, settleAfter[event]] as const;
  const step = { event, from: payment.status, to: to.value, settle };
  const historyId = await writePaymentStep(
    tx,
    payment.id,
    { ...step, ...(reason === undefined ? {} : { reason }) },
    columns,
  );
  await tx.emit("payment.status_changed", { paymentId: payment.id, historyId });
}

/** The status stays, the amount does not: told to the website as well. */
async function changeCaptured(
  tx: Writing,
  payment: ChainPayment,
  event: "capture" | "uncapture",
  capturedMinor: number,
): Promise<void> {
  const { id, status, settleStatus } = payment;
  const changes = { capturedMinor: [payment.capturedMinor, capturedMinor] as const };
  const step = { event, from: status, to: status, settle: [settleStatus, settleStatus] as const, changes };
  const historyId = await writePaymentStep(tx, id, step, { capturedMinor });
  await tx.emit("payment.captured", { paymentId: id, historyId });
}

/** The first capture completes the payment; later ones raise what it took. */
export const capturePaymentOf = (tx: Writing, payment: ChainPayment, capturedMinor: number): Promise<void> =>
  payment.status === "completed"
    ? changeCaptured(tx, payment, "capture", capturedMinor)
    : apply(tx, payment, "complete", { capturedMinor, completedAt: tx.now });

/** CT-17: with nothing captured it is reserved as before. */
export const uncapturePaymentOf = (
  tx: Writing,
  payment: ChainPayment,
  capturedMinor: number,
): Promise<void> =>
  capturedMinor > 0
    ? changeCaptured(tx, payment, "uncapture", capturedMinor)
    : apply(tx, payment, "uncapture", { capturedMinor, completedAt: null });

/** Nothing was captured, and nothing will be. */
export async function cancelPaymentOf(tx: Writing, payment: ChainPayment, reason: string): Promise<void> {
  if (payment.status === "authorised") await apply(tx, payment, "cancel", {}, reason);
}
