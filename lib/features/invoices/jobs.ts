import { ok } from "@/lib/kernel/result";
import { payInvoiceIn } from "@/lib/features/invoices/commands/invoices";
import { claim } from "@/lib/platform/outbox";
import { inTransaction } from "@/lib/platform/tx";

/** The customer paid by the invoice's link. */
export async function bookPaidInvoice(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("invoice.paid", payload);
  await inTransaction(actor, async (tx) => {
    const payment = await tx.db.payment.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: tx.scope, id: ids.paymentId } },
      select: { id: true, amountMinor: true },
    });
    await payInvoiceIn(tx, ids.invoiceId, { id: payment.id, minor: Number(payment.amountMinor) });
    return ok("booked");
  });
}
