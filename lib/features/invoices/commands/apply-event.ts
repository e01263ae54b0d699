import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { invoiceFlow, type InvoiceCode, type InvoiceEvent } from "@/lib/features/invoices/model";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Step = {
  readonly event: InvoiceEvent | "create" | "credit" | "pay" | "lines";
  readonly from: number | null;
  readonly to: number;
  /** Of what it was caused by, where that may be told twice. */
  readonly id?: string;
};

export async function writeInvoiceHistory(
  tx: Tx,
  invoiceId: string,
  { event, from, to, id = newId() }: Step,
) {
  await tx.db.invoiceHistory.create({
    data: {
      merchantId: tx.scope,
      id,
      invoiceId,
      event,
      fromCode: from,
      toCode: to,
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
}

/** The only place where an invoice's code changes. */
export async function applyInvoiceEvent(
  tx: Tx,
  invoice: { readonly id: string; readonly statusCode: number },
  event: InvoiceEvent,
): Promise<Result<number, "not_allowed_now">> {
  const from = invoice.statusCode.toString() as InvoiceCode;
  if (!Object.hasOwn(invoiceFlow, from)) return err("not_allowed_now");
  const next = advance(invoiceFlow, from, event);
  if (!next.ok) return next;
  const to = Number(next.value);
  const updated = await tx.db.invoice.updateMany({
    where: { merchantId: tx.scope, id: invoice.id, statusCode: invoice.statusCode },
    data: { statusCode: to, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeInvoiceHistory(tx, invoice.id, { event, from: invoice.statusCode, to });
  await tx.audit("invoice.changed", ["invoice", invoice.id], { event, code: [invoice.statusCode, to] });
  return ok(to);
}
