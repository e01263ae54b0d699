import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { uuidOf } from "@/lib/kernel/uuid";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { applyInvoiceEvent, writeInvoiceHistory } from "@/lib/features/invoices/commands/apply-event";
import { storeDebtor } from "@/lib/features/invoices/commands/debtors";
import {
  lockInvoice,
  namedInvoice,
  type InvoiceWish,
  type StoredInvoice,
} from "@/lib/features/invoices/commands/find-invoice";
import { planNextStep, sumsOf } from "@/lib/features/invoices/commands/plan-next-step";
import {
  decideCreditNote,
  decideEvent,
  decideNewInvoice,
  type InvoiceEvent,
  type InvoiceRefusal,
} from "@/lib/features/invoices/model";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

const keyOf = (id: string) => id.replaceAll("-", "").toUpperCase();
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

type Inserted = {
  readonly number: string;
  readonly debtorId: string;
  readonly schemeId: string | null;
  readonly subscriptionId: string | null;
};

async function insert(tx: Tx, wish: InvoiceWish, { number, debtorId, schemeId, subscriptionId }: Inserted) {
  const { websiteId, asked, isTest, culture, pushUrl } = wish;
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
      schemeId,
      subscriptionId,
      culture,
      pushUrl,
      description: asked.text("Description"),
      isTest,
      statusCode: schemeId === null ? 90 : 10,
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

type NewInvoice = {
  readonly id: string;
  readonly key: string;
  readonly debtorId: string;
  /** Domain.md 2.9, new to 90: it stands there rejected, and its number is free. */
  readonly isRejected: boolean;
};

/** Null: none was named. */
async function subscriptionOf(tx: Tx, { websiteId, asked }: InvoiceWish) {
  const key = asked.key("SubscriptionGuid");
  if (key === null) return ok(null);
  const id = uuidOf(key);
  const where = { merchantId: tx.scope, websiteId, id };
  const found = await tx.db.subscription.findFirst({ where, select: { id: true } });
  return found === null ? err("unknown_subscription") : ok(found.id);
}

async function numberOf(tx: Tx, { websiteId, invoice: number }: InvoiceWish) {
  if (number === null) return err("invoice_number_missing");
  const before = await tx.db.invoice.findFirst({
    where: { merchantId: tx.scope, websiteId, number, statusCode: { not: 90 } },
    select: { id: true },
  });
  return before === null ? ok(number) : err("invoice_number_used");
}

type Wanted = { readonly number: string; readonly subscriptionId: string | null };

async function decideWish(tx: Tx, wish: InvoiceWish): Promise<Result<Wanted, InvoiceRefusal>> {
  const number = await numberOf(tx, wish);
  if (!number.ok) return number;
  const { asked } = wish;
  const dates = { invoiceDate: asked.day("InvoiceDate") ?? "", dueDate: asked.day("DueDate") ?? "" };
  const decided = decideNewInvoice(dates);
  if (!decided.ok) return decided;
  const subscription = await subscriptionOf(tx, wish);
  return subscription.ok ? ok({ number: number.value, subscriptionId: subscription.value }) : subscription;
}

/** Domain.md 2.9: a valid invoice is active at once; one whose scheme nobody knows is rejected. */
export async function createInvoiceIn(
  tx: Tx,
  wish: InvoiceWish,
): Promise<Result<NewInvoice, InvoiceRefusal>> {
  const decided = await decideWish(tx, wish);
  if (!decided.ok) return decided;
  const { asked, websiteId } = wish;
  const key = asked.text("SchemeKey") ?? "";
  const scheme = await tx.db.creditScheme.findFirst({
    where: { merchantId: tx.scope, websiteId, key },
    select: { id: true },
  });
  const isRejected = scheme === null;
  const debtor = await storeDebtor(tx, wish);
  const id = await insert(tx, wish, { ...decided.value, debtorId: debtor.id, schemeId: scheme?.id ?? null });
  const rejection = { event: "reject", to: 90, detail: { problems: ["scheme.unknown"] } } as const;
  await writeInvoiceHistory(tx, id, {
    from: null,
    ...(isRejected ? rejection : { event: "create", to: 10 }),
  });
  const { number } = decided.value;
  await tx.audit("invoice.created", ["invoice", id], { number, currency: asked.currency, isRejected });
  await planNextStep(tx, id);
  return ok({ id, key: keyOf(id), debtorId: debtor.id, isRejected });
}

export async function moveInvoiceIn(
  tx: Tx,
  wish: InvoiceWish,
  event: InvoiceEvent,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const found = await namedInvoice(tx, wish);
  if (!found.ok) return found;
  const decided = decideEvent(sumsOf(found.value), event);
  if (!decided.ok) return decided;
  const moved = await applyInvoiceEvent(tx, found.value, event);
  return moved.ok ? ok({ ...found.value, statusCode: moved.value }) : moved;
}

type Credit = {
  readonly number: string | null;
  readonly minor: number;
  readonly vatMinor: number | null;
  /** Null: today. */
  readonly day: string | null;
};

/** A credit note lowers what is open, and never more than that. */
export async function writeCreditNote(
  tx: Tx,
  invoice: StoredInvoice,
  { number, minor, vatMinor, day }: Credit,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const { id, statusCode, currency } = invoice;
  const decided = decideCreditNote(sumsOf(invoice), minor);
  if (!decided.ok) return decided;
  const creditedMinor = invoice.creditedMinor + BigInt(minor);
  const noteId = newId();
  await tx.db.creditNote.create({
    data: {
      ...{ merchantId: tx.scope, id: noteId, invoiceId: id, number, amountMinor: minor, vatMinor },
      noteDate: dateOf(day ?? localDayOf(tx.now, "UTC")),
      ...{ actor: actorLabel(tx.actor), createdAt: tx.now },
    },
    select: { id: true },
  });
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    data: { creditedMinor },
    select: { id: true },
  });
  const detail = { noteId, minor, ...(number === null ? {} : { number }) };
  await writeInvoiceHistory(tx, id, { event: "credit", from: statusCode, to: statusCode, detail });
  await tx.audit("invoice.credited", ["invoice", id], { minor, currency });
  await planNextStep(tx, id);
  return ok({ ...invoice, creditedMinor });
}

export async function creditInvoiceIn(
  tx: Tx,
  { websiteId, asked, invoice }: InvoiceWish,
): Promise<Result<StoredInvoice, InvoiceRefusal>> {
  const named = { key: null, number: asked.text("OriginalInvoiceNumber") };
  const found = await lockInvoice(tx, websiteId, named);
  if (!found.ok) return found;
  return writeCreditNote(tx, found.value, {
    number: invoice,
    minor: asked.minor("InvoiceAmount") ?? 0,
    vatMinor: asked.minor("InvoiceAmountVat"),
    day: asked.day("InvoiceDate"),
  });
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
