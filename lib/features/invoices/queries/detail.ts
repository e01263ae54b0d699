import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { comingSteps, runsSteps, type SchemeStep } from "@/lib/features/schemes/model";
import { codeOf, decideStep, openCostsOf, openMinorOf } from "@/lib/features/invoices/model";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { reading, type Db } from "@/lib/platform/tx";

const mostParts = 500;
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const read = (db: Db, scope: MerchantScope, id: string) =>
  db.invoice.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    include: {
      debtor: true,
      scheme: { include: { steps: { orderBy: { position: "asc" } } } },
      steps: { orderBy: { position: "asc" } },
      notes: { orderBy: { createdAt: "desc" }, take: mostParts },
      disputes: { orderBy: { openedAt: "desc" }, take: mostParts },
      history: { orderBy: [{ at: "desc" }, { id: "desc" }], take: mostParts },
      pushes: {
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: 50,
        select: {
          ...{ id: true, eventType: true, format: true, state: true, body: true, nextAttemptAt: true },
          scheduledCount: true,
          website: { select: { pushSchedule: true, pushWaits: true } },
          attempts: { orderBy: { number: "desc" } },
        },
      },
    },
  });
type Row = NonNullable<Awaited<ReturnType<typeof read>>>;

const readWebsite = (db: Db, scope: MerchantScope, id: string) =>
  db.website.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    select: { id: true, name: true, merchant: { select: { timezone: true } } },
  });

const readMessages = (db: Db, scope: MerchantScope, invoiceId: string) =>
  db.communication.findMany({
    where: { merchantId: scope, invoiceId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostParts,
    select: {
      ...{ id: true, channel: true, kind: true, addressee: true, state: true, createdAt: true },
      bounces: { select: { id: true, reason: true, class: true, bouncedAt: true, fallbackId: true } },
    },
  });

const readPlan = (db: Db, scope: MerchantScope, invoiceId: string) =>
  db.paymentPlan.findFirst({
    where: { merchantId: scope, invoices: { some: { invoiceId } } },
    orderBy: { createdAt: "desc" },
    include: { instalments: { orderBy: { number: "asc" } } },
  });

async function readPayments(db: Db, scope: MerchantScope, invoiceId: string) {
  const requests = await db.dataRequest.findMany({
    where: { merchantId: scope, invoiceId },
    orderBy: { createdAt: "asc" },
    select: { id: true, key: true, action: true },
  });
  const payments = await db.payment.findMany({
    where: {
      merchantId: scope,
      source: "payment_link",
      OR: requests.map(({ id }) => ({ intentId: { startsWith: `request:${id}:` } })),
    },
    orderBy: { createdAt: "desc" },
    take: mostParts,
    select: {
      ...{ id: true, transactionReference: true, status: true, amountMinor: true, currency: true },
      ...{ refundedMinor: true, createdAt: true },
    },
  });
  return { requests, payments };
}

const schemeSteps = ({ scheme }: Row): readonly SchemeStep[] =>
  (scheme?.steps ?? []).map(({ position, daysAfterDue, action, channel, fallbackChannel, feeMinor }) => ({
    ...{ position, daysAfterDue, feeMinor: Number(feeMinor) },
    action: action as SchemeStep["action"],
    channel: channel as SchemeStep["channel"],
    fallbackChannel: fallbackChannel as SchemeStep["fallbackChannel"],
  }));

const sumsOf = (row: Row) => ({
  code: codeOf(row.statusCode),
  amountMinor: Number(row.amountMinor),
  creditedMinor: Number(row.creditedMinor),
  paidMinor: Number(row.paidMinor),
  adminCostsMinor: Number(row.adminCostsMinor),
  adminCostsPaidMinor: Number(row.adminCostsPaidMinor),
});

/** What comes next and when, and why nothing does. */
function comingOf(row: Row, timezone: string) {
  const coming = comingSteps({
    dueOn: dayOf(row.dueDate),
    steps: schemeSteps(row),
    position: row.stepPosition,
    doneOn: row.stepAt && localDayOf(row.stepAt, timezone),
  });
  const decided = decideStep({
    ...sumsOf(row),
    isDebtorPaused: row.debtor.isPaused,
    runsSteps: runsSteps(row),
    hasStep: coming.length > 0,
  });
  return { coming, why: decided.ok ? null : decided.error };
}

function factsOf(row: Row) {
  const { id, key, number, currency, description, isTest, schemeKey, culture, createdAt, debtor, scheme } =
    row;
  const sums = sumsOf(row);
  const [openMinor, openCostsMinor] = [openMinorOf(sums), openCostsOf(sums)];
  return {
    ...{ id, key, number, currency, description, isTest, schemeKey, culture, createdAt, debtor, ...sums },
    ...{ openMinor, openCostsMinor, isPaid: openMinor === 0, pendingMinor: Number(row.pendingMinor) },
    vatMinor: row.vatMinor === null ? null : Number(row.vatMinor),
    invoiceDate: dayOf(row.invoiceDate),
    dueDate: dayOf(row.dueDate),
    subscriptionId: row.subscriptionId,
    schemeName: scheme?.name ?? null,
    statusAt: row.statusAt,
  };
}

const planOf = (plan: Awaited<ReturnType<typeof readPlan>>) =>
  plan && {
    ...{ id: plan.id, key: plan.key, state: plan.state, currency: plan.currency, createdAt: plan.createdAt },
    instalments: plan.instalments.map(({ number, dueOn, amountMinor }) => ({
      ...{ number, dueOn: dayOf(dueOn), amountMinor: Number(amountMinor) },
    })),
  };

/** Everything about one invoice, in one snapshot. */
export async function getInvoice(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const row = await read(db, scope, id);
    if (row === null) return null;
    const website = await readWebsite(db, scope, row.websiteId);
    const { requests, payments } = await readPayments(db, scope, id);
    return {
      invoice: { ...factsOf(row), website: { id: website.id, name: website.name } },
      steps: row.steps.map((step) => ({
        ...step,
        feeMinor: Number(step.feeMinor),
        dueOn: dayOf(step.dueOn),
      })),
      ...comingOf(row, website.merchant.timezone),
      notes: row.notes.map((note) => ({
        ...note,
        amountMinor: Number(note.amountMinor),
        vatMinor: note.vatMinor === null ? null : Number(note.vatMinor),
        noteDate: dayOf(note.noteDate),
      })),
      disputes: row.disputes,
      plan: planOf(await readPlan(db, scope, id)),
      messages: await readMessages(db, scope, id),
      payments: payments.map((payment) => ({
        ...payment,
        amountMinor: Number(payment.amountMinor),
        refundedMinor: Number(payment.refundedMinor),
      })),
      requests,
      history: row.history,
      pushes: row.pushes,
    };
  });
}
export type InvoiceDetail = NonNullable<Awaited<ReturnType<typeof getInvoice>>>;
