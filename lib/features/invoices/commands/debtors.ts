import { ok, type Result } from "@/lib/kernel/result";
import { openMinorOf, type InvoiceRefusal } from "@/lib/features/invoices/model";
import { namedDebtor, type InvoiceWish } from "@/lib/features/invoices/commands/find-invoice";
import type { Asked } from "@/lib/features/parameters/model";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

function personOf(asked: Asked, culture: string | null) {
  const names = [asked.text("FirstName", "Person"), asked.text("LastName", "Person")];
  const person = names.filter((name) => name !== null).join(" ");
  const given = {
    name: asked.text("Name", "Company") ?? (person === "" ? null : person),
    email: asked.text("Email")?.toLowerCase() ?? null,
    mobile: asked.text("Mobile"),
    culture: asked.text("Culture") ?? culture,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** What a request says of the debtor is kept; what it leaves out stays. */
export async function storeDebtor(tx: Tx, { websiteId, asked, culture }: InvoiceWish) {
  const code = asked.text("Code", "Debtor") ?? "";
  const person = personOf(asked, culture);
  const debtor = await tx.db.debtor.upsert({
    where: { merchantId_websiteId_code: { merchantId: tx.scope, websiteId, code } },
    create: {
      merchantId: tx.scope,
      id: newId(),
      websiteId,
      code,
      ...person,
      createdAt: tx.now,
      changedAt: tx.now,
    },
    update: { ...person, changedAt: tx.now },
    select: { id: true, code: true },
  });
  await tx.audit("debtor.stored", ["debtor", debtor.id], { code });
  return debtor;
}

/** All reminders of the debtor wait, or go on. */
export async function pauseDebtor(tx: Tx, wish: InvoiceWish, isPaused: boolean) {
  const found = await namedDebtor(tx, wish);
  if (!found.ok) return found;
  const { id, code } = found.value;
  await tx.db.debtor.update({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    data: { isPaused, changedAt: tx.now },
    select: { id: true },
  });
  await tx.audit(isPaused ? "debtor.paused" : "debtor.resumed", ["debtor", id], { code });
  return ok({ id, code });
}

type DebtorState = {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly isPaused: boolean;
  readonly invoices: number;
  /** Sums that are open, by currency. */
  readonly open: Readonly<Record<string, number>>;
};

const mostInvoices = 10_000;

export async function debtorState(tx: Tx, wish: InvoiceWish): Promise<Result<DebtorState, InvoiceRefusal>> {
  const found = await namedDebtor(tx, wish);
  if (!found.ok) return found;
  const invoices = await tx.db.invoice.findMany({
    where: { merchantId: tx.scope, debtorId: found.value.id },
    take: mostInvoices,
    select: { currency: true, amountMinor: true, creditedMinor: true, paidMinor: true },
  });
  const open: Record<string, number> = {};
  for (const { currency, ...sums } of invoices) {
    const minor = openMinorOf({
      amountMinor: Number(sums.amountMinor),
      creditedMinor: Number(sums.creditedMinor),
      paidMinor: Number(sums.paidMinor),
    });
    open[currency] = (open[currency] ?? 0) + minor;
  }
  const { id, code, name, email, mobile, isPaused } = found.value;
  return ok({ id, code, name, email, mobile, isPaused, invoices: invoices.length, open });
}
