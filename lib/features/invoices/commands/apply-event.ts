import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { planNextStep } from "@/lib/features/invoices/commands/plan-next-step";
import { codeOf, invoiceFlow, type InvoiceEvent, type InvoiceWord } from "@/lib/features/invoices/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Line = {
  readonly event: InvoiceWord;
  readonly from: number | null;
  readonly to: number;
  /** Of what it was caused by, where that may be told twice. */
  readonly id?: string;
  readonly detail?: Prisma.InputJsonObject;
};

/** One append-only row, told to the shop and to who looks at the list. */
export async function writeInvoiceHistory(
  tx: Tx,
  invoiceId: string,
  { event, from, to, id = newId(), detail }: Line,
) {
  await tx.db.invoiceHistory.create({
    data: {
      merchantId: tx.scope,
      id,
      invoiceId,
      event,
      fromCode: from,
      toCode: to,
      ...(detail === undefined ? {} : { detail }),
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  await tx.emit("invoice.changed", { invoiceId, historyId: id });
  await tx.announce("invoices", invoiceId);
}

type Stored = { readonly id: string; readonly statusCode: number };

/** The only place where an invoice's code changes. */
export async function applyInvoiceEvent(
  tx: Tx,
  invoice: Stored,
  event: InvoiceEvent,
  detail?: Prisma.InputJsonObject,
): Promise<Result<number, "not_allowed_now">> {
  const next = advance(invoiceFlow, codeOf(invoice.statusCode), event);
  if (!next.ok) return next;
  const to = Number(next.value);
  const updated = await tx.db.invoice.updateMany({
    where: { merchantId: tx.scope, id: invoice.id, statusCode: invoice.statusCode },
    data: { statusCode: to, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeInvoiceHistory(tx, invoice.id, {
    event,
    from: invoice.statusCode,
    to,
    ...(detail === undefined ? {} : { detail }),
  });
  await tx.audit("invoice.changed", ["invoice", invoice.id], { event, code: [invoice.statusCode, to] });
  await planNextStep(tx, invoice.id);
  return ok(to);
}
