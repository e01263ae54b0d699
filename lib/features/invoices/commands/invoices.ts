import { err, ok, type Result } from "@/lib/kernel/result";
import { applyInvoiceEvent, writeInvoiceHistory } from "@/lib/features/invoices/commands/apply-event";
import { storeDebtor } from "@/lib/features/invoices/commands/debtors";
import {
  lockInvoice,
  namedInvoice,
  type InvoiceWish,
  type StoredInvoice,
} from "@/lib/features/invoices/commands/find-invoice";
import {
  decideCreditNote,
  decideNewInvoice,
  type InvoiceEvent,
  type InvoiceRefusal,
} from "@/lib/features/invoices/model";
import { lockRow } from "@/lib/platform/lock";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

const keyOf = (id: string) => id.replaceAll("-", "").toUpperCase();
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

export const sumsOf = (invoice: Pick<StoredInvoice, "amountMinor" | "creditedMinor" | "paidMinor">) => ({
  amountMinor: Number(invoice.amountMinor),
  creditedMinor: Number(invoice.creditedMinor),
  paidMinor: Number(invoice.paidMinor),
});

async function insert(tx: Tx, wish: InvoiceWish, number: string, debtorId: string) {
  const { websiteId, asked, isTest } = wish;
  const id = newId();
  await tx.db.invoice.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId,
      debtorId,
      key: keyOf(id),
      number,
      currency: asked.currency,
      amountMinor: asked.minor("InvoiceAmount") ?? 0,
      vatMinor: asked.minor("InvoiceAmountVat"),
      invoiceDate: dateOf(asked.day("InvoiceDate") ?? ""),
      dueDate: dateOf(asked.day("DueDate") ?? ""),
      schemeKey: asked.text("SchemeKey"),
      description: asked.text("Description"),
      isTest,
      statusCode: 10,
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

type NewInvoice = { readonly id: string; readonly key: string; readonly debtorId: string };

/** Domain.md 2.9: a valid invoice is active at once. */
export async function createInvoiceIn(
  tx: Tx,
  wish: InvoiceWish,
): Promise<Result<NewInvoice, InvoiceRefusal>> {
  const { websiteId, asked, invoice: number } = wish;
  if (number === null) return err("invoice_number_missing");
  const dates = { invoiceDate: asked.day("InvoiceDate") ?? "", dueDate: asked.day("DueDate") ?? "" };
  const decided = decideNewInvoice(dates);
  if (!decided.ok) return decided;
  const before = await tx.db.invoice.findFirst({
    where: { merchantId: tx.scope, websiteId, number },
    select: { id: true },
  });
  if (before !== null) return err("invoice_number_used");
  const debtor = await storeDebtor(tx, wish);
  const id = await insert(tx, wish, number, debtor.id);
  await writeInvoiceHistory(tx, id, { event: "create", from: null, to: 10 });
  await tx.audit("invoice.created", ["invoice", id], { number, currency: asked.currency });
  return ok({ id, key: keyOf(id), debtorId: debtor.id });
}

export async function moveInvoiceIn(
  tx: Tx,
  wish: InvoiceWish,
  event: InvoiceEvent,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const found = await namedInvoice(tx, wish);
  if (!found.ok) return found;
  const moved = await applyInvoiceEvent(tx, found.value, event);
  return moved.ok ? ok({ ...found.value, statusCode: moved.value }) : moved;
}

/** A credit note lowers what is open, and never more than that. */
export async function creditInvoiceIn(
  tx: Tx,
  { websiteId, asked }: InvoiceWish,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const named = { key: null, number: asked.text("OriginalInvoiceNumber") };
  const found = await lockInvoice(tx, websiteId, named);
  if (!found.ok) return found;
  const { id, statusCode } = found.value;
  const minor = asked.minor("InvoiceAmount") ?? 0;
  const decided = decideCreditNote(sumsOf(found.value), minor);
  if (!decided.ok) return decided;
  const creditedMinor = found.value.creditedMinor + BigInt(minor);
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    data: { creditedMinor },
    select: { id: true },
  });
  await writeInvoiceHistory(tx, id, { event: "credit", from: statusCode, to: statusCode });
  await tx.audit("invoice.credited", ["invoice", id], { minor, currency: found.value.currency });
  return ok({ ...found.value, creditedMinor });
}

/** Lines come as groups: `GroupType` ProductLine, one `GroupID` for each line. */
export async function storeProductLinesIn(
  tx: Tx,
  wish: InvoiceWish,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const found = await namedInvoice(tx, wish);
  if (!found.ok) return found;
  const lines = new Map<string, Record<string, string>>();
  for (const { name, groupType, groupId, value } of wish.asked.parameters) {
    if (groupType?.toLowerCase() !== "productline") continue;
    const line = groupId ?? "1";
    lines.set(line, { ...lines.get(line), [name]: value });
  }
  if (lines.size === 0) return err("no_product_lines");
  const { id, statusCode } = found.value;
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    data: { productLines: [...lines.values()] },
    select: { id: true },
  });
  await writeInvoiceHistory(tx, id, { event: "lines", from: statusCode, to: statusCode });
  await tx.audit("invoice.lines_stored", ["invoice", id], { lines: lines.size });
  return ok(found.value);
}

type Payment = { readonly id: string; readonly minor: number };

/** A payment of the customer's reached the invoice; told twice, it counts once. */
export async function payInvoiceIn(tx: Tx, invoiceId: string, { id, minor }: Payment): Promise<void> {
  if (!(await lockRow(tx, "invoice", invoiceId))) return;
  const where = { merchantId_id: { merchantId: tx.scope, id } };
  if ((await tx.db.invoiceHistory.findUnique({ where, select: { id: true } })) !== null) return;
  const { statusCode } = await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
    data: { paidMinor: { increment: minor } },
    select: { statusCode: true },
  });
  await writeInvoiceHistory(tx, invoiceId, { id, event: "pay", from: statusCode, to: statusCode });
  await tx.audit("invoice.paid", ["invoice", invoiceId], { paymentId: id, minor });
}
