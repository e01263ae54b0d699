import { applyDataRequestEvent } from "@/lib/features/data-requests/commands/apply-event";
import { lockDataRequest } from "@/lib/features/data-requests/commands/hear-bank";
import type { Tx } from "@/lib/platform/tx";

/** A code for one payment is used up by it; of any other this is the last one. */
const spendQr = (tx: Tx, dataRequestId: string) =>
  tx.db.qrCode.updateMany({ where: { merchantId: tx.scope, dataRequestId }, data: { usedAt: tx.now } });

/** The first payment that a request led to; a later word about the same one changes nothing. */
export async function bookPayment(
  tx: Tx,
  dataRequestId: string,
  payment: { readonly id: string; readonly minor: number },
): Promise<void> {
  const request = await lockDataRequest(tx, dataRequestId);
  if (request === null) return;
  if (request.paymentId !== payment.id) await spendQr(tx, dataRequestId);
  if (request.paymentId !== null) return;
  await tx.db.dataRequest.update({
    where: { merchantId_id: { merchantId: tx.scope, id: dataRequestId } },
    data: { paymentId: payment.id },
    select: { id: true },
  });
  const { correlationId } = request;
  if (request.code === 792 || request.code === 790)
    await applyDataRequestEvent({ ...tx, correlationId }, request, "accept");
  await tx.audit("data_request.paid", ["data_request", dataRequestId], { paymentId: payment.id });
}
