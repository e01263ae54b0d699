import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { tellers } from "@/lib/features/pushes/jobs/bodies";
import { readChange, readPayment, readRefund, type Payment } from "@/lib/features/pushes/jobs/read-change";
import { pushFormatOf, type PushFormat } from "@/lib/features/pushes/model";
import { inTransaction, reading } from "@/lib/platform/tx";

type NewPush = {
  /** The id of the history row: one push per status change, however often the job runs. */
  readonly id: string;
  readonly websiteId: string;
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly format: PushFormat;
  readonly eventType: string;
  readonly body: string;
};

const insertPush = (actor: Actor, push: NewPush) =>
  inTransaction(actor, async (tx) => {
    const known = await tx.db.push.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: push.id } },
      select: { id: true },
    });
    if (known) return ok(undefined);
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
    const { id: pushId, eventType } = push;
    await tx.audit("push.planned", ["payment", push.paymentId], { pushId, eventType });
    await tx.emit("push.deliver", { pushId, attempt: 0 }, { key: `push:${pushId}` });
    return ok(undefined);
  });

const formatOf = ({ website }: Payment) => pushFormatOf(website.pushFormat);

type PaymentIds = { readonly paymentId: string; readonly historyId: string };

async function planForPayment(actor: Actor, ids: PaymentIds, what: "payment" | "settlement"): Promise<void> {
  const { change, payment } = await reading(actor.scope, async (db) => ({
    change: await readChange(db, actor.scope, ids.historyId),
    payment: await readPayment(db, actor.scope, ids.paymentId),
  }));
  const format = formatOf(payment);
  const told = tellers[format][what](payment, change);
  if (told === null) return;
  const { id: paymentId, websiteId } = payment;
  await insertPush(actor, { id: change.id, websiteId, paymentId, refundId: null, format, ...told });
}

/** PN-1: every status change of a payment is told to the website's address, in the website's format. */
export const planPaymentPush = (actor: Actor, ids: PaymentIds) => planForPayment(actor, ids, "payment");

/** Domain.md 1.5.3: of a new settle status only Trust's receivers want to hear. */
export const planSettlementPush = (actor: Actor, ids: PaymentIds) => planForPayment(actor, ids, "settlement");

/** The ends of a refund are told as well: money came back, or it did not. */
export async function planRefundPush(
  actor: Actor,
  ids: { readonly refundId: string; readonly historyId: string },
): Promise<void> {
  const { change, refund } = await reading(actor.scope, async (db) => ({
    change: await readChange(db, actor.scope, ids.historyId),
    refund: await readRefund(db, actor.scope, ids.refundId),
  }));
  const { id: paymentId, websiteId } = refund.payment;
  const format = formatOf(refund.payment);
  const told = tellers[format].refund(refund, change);
  if (told === null) return;
  await insertPush(actor, { id: change.id, websiteId, paymentId, refundId: refund.id, format, ...told });
}
