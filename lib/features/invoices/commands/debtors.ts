import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyInvoiceEvent } from "@/lib/features/invoices/commands/apply-event";
import { wakeInvoices } from "@/lib/features/invoices/commands/plan-next-step";
import { openMinorOf, type InvoiceRefusal } from "@/lib/features/invoices/model";
import { namedDebtor, type InvoiceWish } from "@/lib/features/invoices/commands/find-invoice";
import type { Asked } from "@/lib/features/parameters/model";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

/** In E.164 where it is a number; what is none is kept as it came, and no message goes there. */
export function mobileOf(text: string | null, culture: string | null): string | null {
  const country = culture?.slice(3).toUpperCase() ?? "";
  const number =
    text === null
      ? undefined
      : parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined);
  return number?.isValid() === true ? number.number : text;
}

function personOf(asked: Asked, culture: string | null) {
  const names = [asked.text("FirstName", "Person"), asked.text("LastName", "Person")];
  const person = names.filter((name) => name !== null).join(" ");
  const given = {
    name: asked.text("Name", "Company") ?? (person === "" ? null : person),
    email: asked.text("Email")?.toLowerCase() ?? null,
    mobile: mobileOf(asked.text("Mobile"), culture),
    culture: asked.text("Culture") ?? culture,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

type Contact = { readonly email?: string | null; readonly mobile?: string | null };

/** A new address has not been tried yet. */
const reachedAgain = (before: Contact, given: Contact) => ({
  ...(given.email !== undefined && given.email !== before.email && { emailUnreachable: false }),
  ...(given.mobile !== undefined && given.mobile !== before.mobile && { mobileUnreachable: false }),
});

/** Data were corrected: what waits for that goes on (domain.md 2.9, 23 to 10). */
async function goOn(tx: Tx, debtorId: string): Promise<void> {
  const waiting = await tx.db.invoice.findMany({
    where: { merchantId: tx.scope, debtorId, statusCode: 23 },
    orderBy: { id: "asc" },
    select: { id: true, statusCode: true },
  });
  for (const invoice of waiting) await applyInvoiceEvent(tx, invoice, "validate");
}

/** What a request says of the debtor is kept; what it leaves out stays. */
export async function storeDebtor(tx: Tx, { websiteId, asked, culture }: InvoiceWish) {
  const code = asked.text("Code", "Debtor") ?? "";
  const person = personOf(asked, culture);
  const where = { merchantId_websiteId_code: { merchantId: tx.scope, websiteId, code } };
  const before = await tx.db.debtor.findUnique({ where, select: { id: true, email: true, mobile: true } });
  const debtor = await tx.db.debtor.upsert({
    where,
    create: {
      merchantId: tx.scope,
      id: newId(),
      websiteId,
      code,
      ...person,
      createdAt: tx.now,
      changedAt: tx.now,
    },
    update: { ...person, ...(before !== null && reachedAgain(before, person)), changedAt: tx.now },
    select: { id: true, code: true },
  });
  await tx.audit("debtor.stored", ["debtor", debtor.id], { code });
  if (before !== null) await goOn(tx, debtor.id);
  return debtor;
}

/** Both addresses as a person typed them; an empty one is none. */
export async function correctDebtorIn(
  tx: Tx,
  debtorId: string,
  given: { readonly name: string | null; readonly email: string | null; readonly mobile: string | null },
): Promise<Result<"corrected", "unknown_debtor">> {
  const where = { merchantId_id: { merchantId: tx.scope, id: debtorId } };
  const before = await tx.db.debtor.findUnique({ where });
  if (before === null) return err("unknown_debtor");
  await tx.db.debtor.update({
    where,
    data: { ...given, ...reachedAgain(before, given), changedAt: tx.now },
    select: { id: true },
  });
  const changed = (["name", "email", "mobile"] as const).filter((name) => before[name] !== given[name]);
  await tx.audit("debtor.corrected", ["debtor", debtorId], { code: before.code, changed });
  await goOn(tx, debtorId);
  return ok("corrected");
}

export async function pauseDebtorIn(tx: Tx, id: string, isPaused: boolean): Promise<void> {
  const { code } = await tx.db.debtor.update({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    data: { isPaused, changedAt: tx.now },
    select: { code: true },
  });
  await tx.audit(isPaused ? "debtor.paused" : "debtor.resumed", ["debtor", id], { code });
  await wakeInvoices(tx, id);
}

/** All reminders of the debtor wait, or go on. */
export async function pauseDebtor(tx: Tx, wish: InvoiceWish, isPaused: boolean) {
  const found = await namedDebtor(tx, wish);
  if (!found.ok) return found;
  const { id, code } = found.value;
  await pauseDebtorIn(tx, id, isPaused);
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
