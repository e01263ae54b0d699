import type { Actor } from "@/lib/kernel/access";
import { localeOfCountry } from "@/lib/kernel/locale";
import { ok } from "@/lib/kernel/result";
import { queueCommunication } from "@/lib/platform/communications";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Db } from "@/lib/platform/tx";

/** The payment, where its website writes to customers and this one can be written to. */
async function readMailed(db: Db, scope: string, id: string) {
  const payment = await db.payment.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      ...{ id: true, websiteId: true, customerEmail: true, customerName: true, customerCountry: true },
      ...{ transactionReference: true, orderReference: true, method: true },
      ...{ currency: true, capturedMinor: true },
      website: {
        select: { name: true, mailsCustomers: true, merchant: { select: { timezone: true, country: true } } },
      },
    },
  });
  if (payment?.website.mailsCustomers !== true || payment.customerEmail === null) return null;
  return { ...payment, customerEmail: payment.customerEmail };
}
type Mailed = NonNullable<Awaited<ReturnType<typeof readMailed>>>;

const addressed = (payment: Mailed) =>
  ({
    websiteId: payment.websiteId,
    paymentId: payment.id,
    channel: "email",
    locale: localeOfCountry(payment.customerCountry ?? payment.website.merchant.country),
    addressee: payment.customerEmail,
    name: payment.customerName,
  }) as const;

const orderOf = (reference: string | null) => (reference === null ? {} : { order: reference });

/** When the payment succeeded by this very change, and not what became of it later. */
async function readPaid(
  db: Db,
  scope: string,
  ids: { readonly paymentId: string; readonly historyId: string },
) {
  const payment = await readMailed(db, scope, ids.paymentId);
  if (payment === null) return null;
  const change = await db.paymentHistory.findUnique({
    where: { merchantId_id: { merchantId: scope, id: ids.historyId } },
    select: { toStatus: true, at: true },
  });
  return change?.toStatus === "completed" ? { payment, paidAt: change.at } : null;
}

/** The customer's confirmation; named by the change, it is queued once. */
export async function confirmToCustomer(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  const paid = await reading(actor.scope, (db) => readPaid(db, actor.scope, ids));
  if (paid === null) return;
  const { payment, paidAt } = paid;
  const content = {
    shop: payment.website.name,
    amount: { minor: Number(payment.capturedMinor), currency: payment.currency },
    reference: payment.transactionReference,
    ...orderOf(payment.orderReference),
    paidAt: paidAt.toISOString(),
    method: payment.method,
    timezone: payment.website.merchant.timezone,
  };
  const wish = { id: ids.historyId, kind: "payment_confirmation", content, ...addressed(payment) } as const;
  await inTransaction(actor, async (tx) => ok(await queueCommunication(tx, wish)));
}

const readRefunded = (actor: Actor, id: string) =>
  reading(actor.scope, async (db) => {
    const refund = await db.refund.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: {
        ...{ status: true, paymentId: true, transactionReference: true, orderReference: true },
        ...{ currency: true, amountMinor: true },
      },
    });
    if (refund?.status !== "done") return null;
    const payment = await readMailed(db, actor.scope, refund.paymentId);
    return payment === null ? null : { refund, payment };
  });

/** The customer's notice of a refund that was paid. */
export async function tellCustomerOfRefund(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.status_changed", payload);
  const refunded = await readRefunded(actor, ids.refundId);
  if (refunded === null) return;
  const { refund, payment } = refunded;
  const content = {
    shop: payment.website.name,
    amount: { minor: Number(refund.amountMinor), currency: refund.currency },
    reference: refund.transactionReference,
    ...orderOf(refund.orderReference ?? payment.orderReference),
    timezone: payment.website.merchant.timezone,
  };
  const { refundId } = ids;
  const wish = { id: refundId, refundId, kind: "refund_notice", content, ...addressed(payment) } as const;
  await inTransaction(actor, async (tx) => ok(await queueCommunication(tx, wish)));
}
