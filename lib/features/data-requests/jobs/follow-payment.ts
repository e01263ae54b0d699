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
      select: { id: true, source: true, status: true, intentId: true, amountMinor: true },
    }),
  );

/** A payment that began on a page of ours answers the request that led there. */
export async function followPayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.status_changed", payload);
  const payment = await readPayment(actor, ids.paymentId);
  const dataRequestId = payment?.source === "payment_link" ? requestOfIntent(payment.intentId) : null;
  if (payment === null || dataRequestId === null) return;
  if (payment.status !== "completed" && payment.status !== "authorised") return;
  await inTransaction(actor, async (tx) => {
    await bookPayment(tx, dataRequestId, { id: payment.id, minor: Number(payment.amountMinor) });
    return ok("followed");
  });
}
