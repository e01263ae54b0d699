import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { bookPayment } from "@/lib/features/data-requests/commands/book-payment";
import { requestOfIntent } from "@/lib/features/data-requests/model";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

const readPayment = (actor: Actor, paymentId: string) =>
  reading(actor.scope, (db) =>
    db.payment.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id: paymentId } },
      select: {
        ...{ id: true, source: true, status: true, intentId: true, amountMinor: true },
        predecessorId: true,
      },
    }),
  );
type Payment = NonNullable<Awaited<ReturnType<typeof readPayment>>>;

/** The request that led to a payment, or to the one that its customer tried again (PN-10). */
async function requestOf(actor: Actor, payment: Payment): Promise<string | null> {
  if (payment.source !== "payment_link") return null;
  const { intentId, predecessorId } = payment;
  const named = requestOfIntent(intentId);
  if (named !== null || predecessorId === null) return named;
  const before = await readPayment(actor, predecessorId);
  return before === null ? null : requestOf(actor, before);
}

/** A payment that began on a page of ours answers the request that led there. */
export async function followPayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  const payment = await readPayment(actor, ids.paymentId);
  if (payment?.status !== "completed" && payment?.status !== "authorised") return;
  const dataRequestId = await requestOf(actor, payment);
  if (dataRequestId === null) return;
  await inTransaction(actor, async (tx) => {
    await bookPayment(tx, dataRequestId, { id: payment.id, minor: Number(payment.amountMinor) });
    return ok("followed");
  });
}
