import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import { applyInvoiceEvent } from "@/lib/features/invoices/commands/apply-event";
import { readStepping, sumsOf, type Stepping } from "@/lib/features/invoices/commands/plan-next-step";
import { decideEvent, openCostsOf, openMinorOf, type InvoiceRefusal } from "@/lib/features/invoices/model";
import { planInstalments } from "@/lib/features/schemes/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import type { Tx } from "@/lib/platform/tx";

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

export type PlanWish = {
  readonly invoiceIds: readonly string[];
  readonly count: number;
  /** Of the first instalment; null: in fourteen days. */
  readonly startOn: string | null;
  readonly dataRequestId: string | null;
};
export type CreatedPlan = { readonly id: string; readonly key: string; readonly totalMinor: number };

const openOf = (invoice: Stepping) => openMinorOf(sumsOf(invoice)) + openCostsOf(sumsOf(invoice));

async function lockAll(tx: Tx, ids: readonly string[]): Promise<Result<readonly Stepping[], InvoiceRefusal>> {
  const invoices: Stepping[] = [];
  // In one order, so that two plans cannot wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    const invoice = (await lockRow(tx, "invoice", id)) ? await readStepping(tx.db, tx.scope, id) : null;
    if (invoice === null) return err("unknown_invoice");
    invoices.push(invoice);
  }
  return ok(invoices);
}

function decidePlan(
  invoices: readonly Stepping[],
  { count, startOn, today }: { readonly count: number; readonly startOn: string; readonly today: string },
): Result<number, InvoiceRefusal> {
  const [first] = invoices;
  if (first === undefined) return err("unknown_invoice");
  if (invoices.some(({ debtorId }) => debtorId !== first.debtorId)) return err("other_debtor");
  if (invoices.some(({ currency }) => currency !== first.currency)) return err("other_currency");
  if (startOn < today) return err("starts_in_past");
  for (const invoice of invoices) {
    const decided = decideEvent(sumsOf(invoice), "plan");
    if (!decided.ok) return decided;
  }
  const totalMinor = invoices.reduce((sum, invoice) => sum + openOf(invoice), 0);
  return count > totalMinor ? err("too_many_instalments") : ok(totalMinor);
}

async function insert(tx: Tx, first: Stepping, wish: PlanWish): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = id.replaceAll("-", "").toUpperCase();
  const { websiteId, debtorId, currency } = first;
  await tx.db.paymentPlan.create({
    data: {
      ...{ merchantId: tx.scope, id, websiteId, debtorId, key, currency },
      ...{ state: "active", dataRequestId: wish.dataRequestId, createdAt: tx.now },
    },
    select: { id: true },
  });
  return { id, key };
}

/** Instalments over all that is open; the invoices are paused until the plan is terminated (domain.md 2.9). */
export async function createPlanIn(tx: Tx, wish: PlanWish): Promise<Result<CreatedPlan, InvoiceRefusal>> {
  const locked = await lockAll(tx, wish.invoiceIds);
  if (!locked.ok) return locked;
  const [first] = locked.value;
  if (first === undefined) return err("unknown_invoice");
  const today = localDayOf(tx.now, first.timezone);
  const startOn = wish.startOn ?? plusDays(today, 14);
  const total = decidePlan(locked.value, { count: wish.count, startOn, today });
  if (!total.ok) return total;
  const { id, key } = await insert(tx, first, wish);
  await tx.db.instalment.createMany({
    data: planInstalments(total.value, { count: wish.count, startOn }).map(({ dueOn, ...part }) => ({
      ...{ merchantId: tx.scope, planId: id, ...part, dueOn: dateOf(dueOn) },
    })),
  });
  for (const invoice of locked.value) {
    await tx.db.paymentPlanInvoice.create({
      data: { merchantId: tx.scope, planId: id, invoiceId: invoice.id, openMinor: openOf(invoice) },
      select: { planId: true },
    });
    const moved = await applyInvoiceEvent(tx, invoice, "plan", { planId: id });
    if (!moved.ok) return moved;
  }
  await tx.audit("payment_plan.created", ["payment_plan", id], { key, instalments: wish.count });
  return ok({ id, key, totalMinor: total.value });
}

const plansOf = (tx: Tx, invoiceId: string, states: readonly string[]) =>
  tx.db.paymentPlan.findMany({
    where: { merchantId: tx.scope, state: { in: [...states] }, invoices: { some: { invoiceId } } },
    orderBy: { createdAt: "desc" },
    include: { invoices: true },
  });

/** Ends the plan that an invoice is in; all its invoices are reminded again. */
export async function terminatePlanIn(tx: Tx, invoiceId: string): Promise<Result<string, InvoiceRefusal>> {
  const [plan] = await plansOf(tx, invoiceId, ["active", "completed"]);
  if (plan === undefined) return err("not_allowed_now");
  const locked = await lockAll(
    tx,
    plan.invoices.map((one) => one.invoiceId),
  );
  if (!locked.ok) return locked;
  const ended = await tx.db.paymentPlan.updateMany({
    where: { merchantId: tx.scope, id: plan.id, state: { not: "terminated" } },
    data: { state: "terminated", endedAt: tx.now },
  });
  if (ended.count !== 1) return err("not_allowed_now");
  // Some may have been written off or cancelled meanwhile.
  for (const invoice of locked.value.filter(({ statusCode }) => statusCode === 22))
    await applyInvoiceEvent(tx, invoice, "end_plan", { planId: plan.id });
  await tx.audit("payment_plan.terminated", ["payment_plan", plan.id], { key: plan.key });
  return ok(plan.key);
}

/** A plan is complete when nothing of it is open. Its invoices stay as they are: only its end moves them. */
export async function endPaidPlans(tx: Tx, invoiceId: string): Promise<void> {
  for (const plan of await plansOf(tx, invoiceId, ["active"])) {
    const invoices = await tx.db.invoice.findMany({
      where: { merchantId: tx.scope, id: { in: plan.invoices.map((one) => one.invoiceId) } },
    });
    const isPaid = invoices.every((invoice) => {
      const sums = sumsOf(invoice);
      return openMinorOf(sums) + openCostsOf(sums) === 0;
    });
    if (!isPaid) continue;
    await tx.db.paymentPlan.update({
      where: { merchantId_id: { merchantId: tx.scope, id: plan.id } },
      data: { state: "completed", endedAt: tx.now },
      select: { id: true },
    });
    await tx.audit("payment_plan.completed", ["payment_plan", plan.id], { key: plan.key });
  }
}
