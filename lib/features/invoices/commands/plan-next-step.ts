import { localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import { codeOf, decideStep } from "@/lib/features/invoices/model";
import { nextStep, runsSteps, type ComingStep, type SchemeStep } from "@/lib/features/schemes/model";
import type { Db, Tx } from "@/lib/platform/tx";

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** An invoice with all that its steps depend on. */
export const readStepping = async (db: Db, scope: string, id: string) => {
  const invoice = await db.invoice.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    include: { debtor: true, scheme: { include: { steps: { orderBy: { position: "asc" } } } } },
  });
  if (invoice === null) return null;
  const website = await db.website.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id: invoice.websiteId } },
    select: { name: true, merchant: { select: { timezone: true } } },
  });
  return { ...invoice, shop: website.name, timezone: website.merchant.timezone };
};
export type Stepping = NonNullable<Awaited<ReturnType<typeof readStepping>>>;

export const stepsOf = ({ scheme }: Stepping): readonly SchemeStep[] =>
  (scheme?.steps ?? []).map(({ position, daysAfterDue, action, channel, fallbackChannel, feeMinor }) => ({
    position,
    daysAfterDue,
    action: action as SchemeStep["action"],
    channel: channel as SchemeStep["channel"],
    fallbackChannel: fallbackChannel as SchemeStep["fallbackChannel"],
    feeMinor: Number(feeMinor),
  }));

export const walkOf = (invoice: Stepping) => ({
  dueOn: invoice.dueDate.toISOString().slice(0, 10),
  steps: stepsOf(invoice),
  position: invoice.stepPosition,
  doneOn: invoice.stepAt && localDayOf(invoice.stepAt, invoice.timezone),
});

export const sumsOf = (
  invoice: Pick<
    Stepping,
    "amountMinor" | "creditedMinor" | "paidMinor" | "adminCostsMinor" | "adminCostsPaidMinor" | "statusCode"
  >,
) => ({
  code: codeOf(invoice.statusCode),
  amountMinor: Number(invoice.amountMinor),
  creditedMinor: Number(invoice.creditedMinor),
  paidMinor: Number(invoice.paidMinor),
  adminCostsMinor: Number(invoice.adminCostsMinor),
  adminCostsPaidMinor: Number(invoice.adminCostsPaidMinor),
});

export function stepDecisionOf(invoice: Stepping, coming: ComingStep | null) {
  return decideStep({
    ...sumsOf(invoice),
    isDebtorPaused: invoice.debtor.isPaused,
    runsSteps: runsSteps(invoice),
    hasStep: coming !== null,
  });
}

/** The day on which the daily run looks at the invoice again; after everything that its steps depend on. */
export async function planNextStep(tx: Tx, invoiceId: string): Promise<void> {
  const invoice = await readStepping(tx.db, tx.scope, invoiceId);
  if (invoice === null) return;
  const coming = nextStep(walkOf(invoice));
  const isWaiting = stepDecisionOf(invoice, coming).ok;
  await tx.db.invoice.update({
    where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
    data: { nextStepOn: isWaiting && coming !== null ? dateOf(coming.day) : null },
    select: { id: true },
  });
}

/** Lets the daily run look at every invoice of a debtor; it plans anew what is not due. */
export async function wakeInvoices(tx: Tx, debtorId: string): Promise<void> {
  await tx.db.invoice.updateMany({
    where: { merchantId: tx.scope, statusCode: 10, openMinor: { gt: 0 }, debtorId },
    data: { nextStepOn: dateOf(plusDays(localDayOf(tx.now, "UTC"), -1)) },
  });
}
