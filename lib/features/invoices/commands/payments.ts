import { writeInvoiceHistory } from "@/lib/features/invoices/commands/apply-event";
import { planNextStep, sumsOf } from "@/lib/features/invoices/commands/plan-next-step";
import { endPaidPlans } from "@/lib/features/invoices/commands/plans";
import { splitPayment, splitRefund } from "@/lib/features/invoices/model";
import { lockRow } from "@/lib/platform/lock";
import type { Tx } from "@/lib/platform/tx";

/** Told twice, it counts once. */
const isBooked = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.db.invoiceHistory.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: { id: true },
  })) !== null;

const lockSums = async (tx: Tx, id: string) => {
  if (!(await lockRow(tx, "invoice", id))) return null;
  return tx.db.invoice.findUnique({ where: { merchantId_id: { merchantId: tx.scope, id } } });
};

type Payment = { readonly id: string; readonly minor: number };

/** A payment of the customer's reached the invoice. */
export async function payInvoiceIn(tx: Tx, invoiceId: string, { id, minor }: Payment): Promise<void> {
  const invoice = await lockSums(tx, invoiceId);
  if (invoice === null || (await isBooked(tx, id))) return;
  const { paidMinor, costsMinor } = splitPayment(sumsOf(invoice), minor);
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
    data: { paidMinor: { increment: paidMinor }, adminCostsPaidMinor: { increment: costsMinor } },
    select: { id: true },
  });
  const { statusCode } = invoice;
  const detail = { paymentId: id, minor, statusCode: 190 };
  await writeInvoiceHistory(tx, invoiceId, { id, event: "pay", from: statusCode, to: statusCode, detail });
  await tx.audit("invoice.paid", ["invoice", invoiceId], { paymentId: id, minor });
  await endPaidPlans(tx, invoiceId);
  await planNextStep(tx, invoiceId);
}

type Refund = Payment & { readonly paymentId: string };

/** Domain.md 2.9: a refund, also of a part, opens a paid invoice again. */
export async function refundInvoiceIn(
  tx: Tx,
  invoiceId: string,
  { id, paymentId, minor }: Refund,
): Promise<void> {
  const invoice = await lockSums(tx, invoiceId);
  // What was never booked as paid cannot be taken back.
  if (invoice === null || (await isBooked(tx, id)) || !(await isBooked(tx, paymentId))) return;
  const { paidMinor, costsMinor } = splitRefund(sumsOf(invoice), minor);
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
    data: { paidMinor: { decrement: paidMinor }, adminCostsPaidMinor: { decrement: costsMinor } },
    select: { id: true },
  });
  const { statusCode } = invoice;
  const detail = { paymentId, refundId: id, minor, statusCode: 190 };
  await writeInvoiceHistory(tx, invoiceId, { id, event: "refund", from: statusCode, to: statusCode, detail });
  await tx.audit("invoice.reopened", ["invoice", invoiceId], { paymentId, refundId: id, minor });
  await planNextStep(tx, invoiceId);
}

/** Money on its way that may still fail. */
export async function setPendingIn(tx: Tx, invoiceId: string, pendingMinor: number): Promise<void> {
  const changed = await tx.db.invoice.updateMany({
    where: { merchantId: tx.scope, id: invoiceId, NOT: { pendingMinor } },
    data: { pendingMinor },
  });
  if (changed.count > 0) await tx.announce("invoices", invoiceId);
}
