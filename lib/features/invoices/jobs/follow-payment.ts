import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { requestOfIntent } from "@/lib/features/data-requests/model";
import { payInvoiceIn, refundInvoiceIn, setPendingIn } from "@/lib/features/invoices/commands/payments";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Db } from "@/lib/platform/tx";

/** The invoice that a payment by link was for. */
async function invoiceOf(db: Db, scope: string, intentId: string): Promise<string | null> {
  const id = requestOfIntent(intentId);
  if (id === null) return null;
  const request = await db.dataRequest.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: { invoiceId: true },
  });
  return request?.invoiceId ?? null;
}

const readPayment = (actor: Actor, paymentId: string) =>
  reading(actor.scope, async (db) => {
    const payment = await db.payment.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id: paymentId } },
      select: { id: true, source: true, status: true, intentId: true, capturedMinor: true },
    });
    if (payment?.source !== "payment_link") return null;
    const invoiceId = await invoiceOf(db, actor.scope, payment.intentId);
    return invoiceId === null ? null : { ...payment, invoiceId };
  });

/** What is on its way by any of the invoice's links. */
async function pendingOf(db: Db, scope: string, invoiceId: string): Promise<number> {
  const requests = await db.dataRequest.findMany({
    where: { merchantId: scope, invoiceId },
    select: { id: true },
  });
  const sum = await db.payment.aggregate({
    where: {
      merchantId: scope,
      source: "payment_link",
      status: { in: ["pending", "authorised"] },
      OR: requests.map(({ id }) => ({ intentId: { startsWith: `request:${id}:` } })),
    },
    _sum: { amountMinor: true },
  });
  return Number(sum._sum.amountMinor ?? 0);
}

/** The customer paid by the invoice's link, or is about to. */
export async function followInvoicePayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  const payment = await readPayment(actor, ids.paymentId);
  if (payment === null) return;
  await inTransaction(actor, async (tx) => {
    if (payment.status === "completed")
      await payInvoiceIn(tx, payment.invoiceId, { id: payment.id, minor: Number(payment.capturedMinor) });
    await setPendingIn(tx, payment.invoiceId, await pendingOf(tx.db, tx.scope, payment.invoiceId));
    return ok("followed");
  });
}

export async function followInvoiceRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.status_changed", payload);
  const refund = await reading(actor.scope, (db) =>
    db.refund.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id: ids.refundId } },
      select: { id: true, status: true, amountMinor: true, paymentId: true },
    }),
  );
  if (refund?.status !== "done") return;
  const payment = await readPayment(actor, refund.paymentId);
  if (payment === null) return;
  const { id, paymentId, amountMinor } = refund;
  await inTransaction(actor, async (tx) => {
    // The news of the payment may come later than that of its refund.
    if (payment.status === "completed")
      await payInvoiceIn(tx, payment.invoiceId, { id: payment.id, minor: Number(payment.capturedMinor) });
    await refundInvoiceIn(tx, payment.invoiceId, { id, paymentId, minor: Number(amountMinor) });
    return ok("followed");
  });
}
