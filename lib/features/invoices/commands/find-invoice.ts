import { err, ok, type Result } from "@/lib/kernel/result";
import type { InvoiceRefusal } from "@/lib/features/invoices/model";
import type { Asked } from "@/lib/features/parameters/model";
import { lockRow } from "@/lib/platform/lock";
import type { Tx } from "@/lib/platform/tx";

/** The part of a request that invoices need. */
export type InvoiceWish = {
  readonly websiteId: string;
  readonly asked: Asked;
  /** The invoice number that the request names. */
  readonly invoice: string | null;
  readonly currency: string | null;
  readonly culture: string | null;
  readonly isTest: boolean;
  readonly pushUrl: string | null;
};

const read = (tx: Tx, where: object) =>
  tx.db.invoice.findFirst({
    where: { merchantId: tx.scope, ...where },
    include: { debtor: { select: { id: true, code: true, name: true, isPaused: true } } },
  });
export type StoredInvoice = NonNullable<Awaited<ReturnType<typeof read>>>;

/** An invoice of the website by key or number, held until the transaction ends. */
export async function lockInvoice(
  tx: Tx,
  websiteId: string,
  named: { readonly key: string | null; readonly number: string | null },
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  if (named.key === null && named.number === null) return err("invoice_number_missing");
  // A rejected invoice has given its number back.
  const by = named.key === null ? { number: named.number, statusCode: { not: 90 } } : { key: named.key };
  const found = await read(tx, { websiteId, ...by });
  if (found === null || !(await lockRow(tx, "invoice", found.id))) return err("unknown_invoice");
  const held = await read(tx, { id: found.id });
  return held === null ? err("unknown_invoice") : ok(held);
}

export const namedInvoice = (tx: Tx, { websiteId, asked, invoice }: InvoiceWish) =>
  lockInvoice(tx, websiteId, {
    key: asked.key("InvoiceKey") ?? asked.key("IncludedInvoiceKey"),
    number: asked.text("Invoice") ?? invoice,
  });

export async function namedDebtor(tx: Tx, { websiteId, asked }: InvoiceWish) {
  const code = asked.text("DebtorCode") ?? asked.text("Code", "Debtor") ?? asked.text("Code");
  const debtor =
    code === null ? null : await tx.db.debtor.findFirst({ where: { merchantId: tx.scope, websiteId, code } });
  return debtor === null ? err("unknown_debtor") : ok(debtor);
}
