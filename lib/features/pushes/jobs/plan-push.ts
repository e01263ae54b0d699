import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import type { Prisma } from "@/lib/platform/generated/client";
import { inTransaction, type Tx } from "@/lib/platform/tx";
import { standardBody } from "@/lib/wire/standard-webhooks/body";

type NewPush = {
  /** The id of the history row: one push per status change, however often the job runs. */
  readonly id: string;
  readonly websiteId: string;
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly eventType: string;
  readonly body: string;
};

async function insertPush(tx: Tx, push: NewPush) {
  const known = await tx.db.push.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id: push.id } },
    select: { id: true },
  });
  if (known) return;
  await tx.db.push.create({
    data: {
      merchantId: tx.scope,
      ...push,
      state: "pending",
      firstPlannedAt: tx.now,
      nextAttemptAt: tx.now,
      createdAt: tx.now,
    },
    select: { id: true },
  });
  await tx.audit("push.planned", ["payment", push.paymentId], { pushId: push.id, eventType: push.eventType });
  await tx.emit("push.deliver", { pushId: push.id, attempt: 0 }, { key: `push:${push.id}` });
}

const readHistory = (tx: Tx, historyId: string) =>
  tx.db.paymentHistory.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: historyId } },
    select: { id: true, toStatus: true, at: true },
  });

const paymentColumns = {
  id: true,
  websiteId: true,
  transactionReference: true,
  orderReference: true,
  amountMinor: true,
  currency: true,
  capturedMinor: true,
  refundedMinor: true,
} satisfies Prisma.PaymentSelect;

/** PN-1: every status change of a payment is told to the website's address. */
export const planPaymentPush = (
  actor: Actor,
  ids: { readonly paymentId: string; readonly historyId: string },
) =>
  inTransaction(actor, async (tx) => {
    const change = await readHistory(tx, ids.historyId);
    const payment = await tx.db.payment.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: tx.scope, id: ids.paymentId } },
      select: paymentColumns,
    });
    const eventType = `payment.${change.toStatus}`;
    const body = standardBody(eventType, change.at, {
      paymentId: payment.id,
      transactionReference: payment.transactionReference,
      orderReference: payment.orderReference,
      status: change.toStatus,
      amount: { minor: Number(payment.amountMinor), currency: payment.currency },
      capturedMinor: Number(payment.capturedMinor),
      refundedMinor: Number(payment.refundedMinor),
    });
    const { id: paymentId, websiteId } = payment;
    await insertPush(tx, { id: change.id, websiteId, paymentId, refundId: null, eventType, body });
    return ok(undefined);
  });

/** The two ends of a refund are told as well: money came back, or it did not. */
export const planRefundPush = (
  actor: Actor,
  ids: { readonly refundId: string; readonly historyId: string },
) =>
  inTransaction(actor, async (tx) => {
    const change = await readHistory(tx, ids.historyId);
    const refund = await tx.db.refund.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: tx.scope, id: ids.refundId } },
      select: {
        id: true,
        paymentId: true,
        amountMinor: true,
        currency: true,
        payment: { select: { websiteId: true, orderReference: true } },
      },
    });
    const eventType = `refund.${change.toStatus}`;
    const body = standardBody(eventType, change.at, {
      refundId: refund.id,
      paymentId: refund.paymentId,
      orderReference: refund.payment.orderReference,
      status: change.toStatus,
      amount: { minor: Number(refund.amountMinor), currency: refund.currency },
    });
    const { websiteId } = refund.payment;
    await insertPush(tx, {
      id: change.id,
      websiteId,
      paymentId: refund.paymentId,
      refundId: refund.id,
      eventType,
      body,
    });
    return ok(undefined);
  });
