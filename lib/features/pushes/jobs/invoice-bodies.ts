import { z } from "zod";
import { toMajor } from "@/lib/kernel/money";
import { openCostsOf, openMinorOf, type InvoiceWord } from "@/lib/features/invoices/model";
import type { MerchantScope } from "@/lib/kernel/access";
import { ticketAddress } from "@/lib/platform/tickets";
import { reading, type Db } from "@/lib/platform/tx";
import { keyOf, type Parameter } from "@/lib/wire/buckaroo/codes";
import {
  invoiceForm,
  invoiceObject,
  type InvoiceEventCategory,
  type ToldInvoice,
} from "@/lib/wire/buckaroo/invoice-push";
import { jsonPush } from "@/lib/wire/buckaroo/json-push";
import { standardBody } from "@/lib/wire/standard-webhooks/body";

/** Of the line that a push tells, and of what stands behind it. */
const Detail = z
  .object({
    paymentId: z.uuid(),
    refundId: z.uuid(),
    minor: z.int(),
    statusCode: z.int(),
    problems: z.array(z.string()),
  })
  .partial();

const readLine = (db: Db, scope: MerchantScope, id: string) =>
  db.invoiceHistory.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    select: { id: true, invoiceId: true, event: true, fromCode: true, toCode: true, detail: true, at: true },
  });

const readRow = async (db: Db, scope: MerchantScope, id: string) => {
  const invoice = await db.invoice.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id } },
    include: { debtor: { select: { id: true, code: true, culture: true } } },
  });
  const website = await db.website.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: scope, id: invoice.websiteId } },
    select: { websiteKey: true, pushFormat: true, pushUrl: true, pushUrlFailure: true },
  });
  const request = await db.dataRequest.findFirst({
    where: {
      merchantId: scope,
      invoiceId: id,
      service: "CreditManagement3",
      action: { in: ["CreateInvoice", "CreateCombinedInvoice"] },
    },
    select: { id: true, customParameters: true, additionalParameters: true },
  });
  return { ...invoice, website, request };
};

async function readOne(db: Db, scope: MerchantScope, historyId: string) {
  const line = await readLine(db, scope, historyId);
  return { line, invoice: await readRow(db, scope, line.invoiceId) };
}
export type InvoiceNews = Awaited<ReturnType<typeof readOne>>;

/** @throws where one is missing: it was committed with its job. */
export const readInvoiceNews = (
  scope: MerchantScope,
  historyIds: readonly string[],
): Promise<InvoiceNews[]> =>
  reading(scope, async (db) => {
    const all: InvoiceNews[] = [];
    for (const id of historyIds) all.push(await readOne(db, scope, id));
    return all;
  });

type Event = readonly [event: string, category: InvoiceEventCategory];
const changedStatus: Event = ["ChangedStatus", "Other"];
const changedMoney: Event = ["ChangedTransactionStatus", "FinancialChange"];

/** Words that are no plain change of the status (domain.md 2.9); null: nothing that a shop is told. */
const eventsOf: Partial<Readonly<Record<InvoiceWord, Event | null>>> = {
  reject: ["CmSchemeValidationError", "ValidationError"],
  invalidate: ["InvoicePausedDueToValidationErrors", "ValidationError"],
  credit: ["CreatedCreditNote", "FinancialChange"],
  costs: ["IncreasedAdminFee", "FinancialChange"],
  pay: changedMoney,
  refund: changedMoney,
  invite: ["SentPaymentInvitationMessage", "Other"],
  invite_backup: ["SentBackupPaymentInvitationMessage", "Other"],
  remind: ["SentReminderMessage", "Other"],
  remind_backup: ["SentBackupReminderMessage", "Other"],
  skip: ["SkippedReminderBecauseNoMethodsRemain", "Other"],
  transfer: ["TransferredToCollectionAgency", "Other"],
  lines: null,
  stop_subscription: null,
};

const problemTexts: Readonly<Record<string, string>> = {
  "scheme.unknown": "The scheme is unknown.",
  "debtor.no_name": "The debtor has no name.",
  "email.no_address": "The debtor has no e-mail address.",
  "email.unreachable": "The e-mail address is unreachable.",
  "email.suppressed": "The e-mail address is on the suppression list.",
  "sms.no_address": "The debtor has no mobile number.",
  "sms.unreachable": "The mobile number is unreachable.",
  "sms.suppressed": "The mobile number is on the suppression list.",
};

function parametersOf({ line }: InvoiceNews, event: Event): Parameter[] {
  const detail = Detail.parse(line.detail ?? {});
  const { paymentId, refundId, statusCode, problems = [] } = detail;
  const transaction = refundId ?? paymentId;
  return [
    ...(transaction === undefined ? [] : [{ name: "TransactionKey", value: keyOf(transaction) }]),
    ...(statusCode === undefined ? [] : [{ name: "TransactionStatusCode", value: statusCode.toString() }]),
    ...(event === changedStatus ? [{ name: "StatusCode", value: line.toCode.toString() }] : []),
    ...problems.map((problem, index) => ({
      name: `ValidationErrorMessage${index.toString()}`,
      value: problemTexts[problem] ?? problem,
    })),
  ];
}

function amountsOf({ invoice }: InvoiceNews): ToldInvoice["amounts"] {
  const { currency } = invoice;
  const sums = {
    amountMinor: Number(invoice.amountMinor),
    creditedMinor: Number(invoice.creditedMinor),
    paidMinor: Number(invoice.paidMinor),
    adminCostsMinor: Number(invoice.adminCostsMinor),
    adminCostsPaidMinor: Number(invoice.adminCostsPaidMinor),
  };
  const major = (minor: number) => toMajor({ minor, currency });
  const [open, costs] = [openMinorOf(sums), openCostsOf(sums)];
  return {
    AmountDebit: major(sums.amountMinor),
    AmountCredit: major(0),
    AmountAdminCosts: major(sums.adminCostsMinor),
    AmountCreditNotes: major(sums.creditedMinor),
    AmountPaid: major(sums.paidMinor),
    AmountAdminCostsPaid: major(sums.adminCostsPaidMinor),
    AmountPendingSlow: major(Number(invoice.pendingMinor)),
    OpenAmount: major(open),
    OpenAmountAdminCosts: major(costs),
    OpenAmountInclAdminCosts: major(open + costs),
  };
}

const Pairs = z.array(z.object({ name: z.string(), value: z.string() }));
const linkMs = 365 * 86_400_000;
const dayOf = (date: Date) => date.toISOString().slice(0, 10);

function payLinkOf({ invoice: { merchantId, request }, line }: InvoiceNews): string | null {
  if (request === null) return null;
  const until = new Date(line.at.getTime() + linkMs);
  return ticketAddress("pay", { merchantId, id: request.id, until });
}

function toldOf(news: InvoiceNews, event: Event): ToldInvoice {
  const { invoice, line } = news;
  const { debtor, website, request } = invoice;
  const amounts = amountsOf(news);
  return {
    invoiceKey: invoice.key,
    invoiceNumber: invoice.number,
    websiteKey: website.websiteKey,
    debtorCode: debtor.code,
    debtorGuid: keyOf(debtor.id),
    schemeKey: invoice.schemeKey,
    isTest: invoice.isTest,
    culture: invoice.culture ?? debtor.culture,
    invoiceDate: dayOf(invoice.invoiceDate),
    dueDate: dayOf(invoice.dueDate),
    statusCode: line.toCode,
    previousStepIndex: invoice.stepPosition,
    previousStepAt: invoice.stepAt,
    payLink: payLinkOf(news),
    event: event[0],
    category: event[1],
    eventAt: line.at,
    eventParameters: parametersOf(news, event),
    currency: invoice.currency,
    amounts,
    isPaid: Number(amounts.OpenAmount) === 0,
    custom: Pairs.parse(request?.customParameters ?? []),
    additional: Pairs.parse(request?.additionalParameters ?? []),
  };
}

const eventOf = ({ line }: InvoiceNews): Event | null => {
  const event = eventsOf[line.event as InvoiceWord];
  return event === undefined ? changedStatus : event;
};

const told = (news: InvoiceNews, write: (told: ToldInvoice) => string): string | null => {
  const event = eventOf(news);
  return event === null ? null : write(toldOf(news, event));
};

export const invoiceFormBody = (news: InvoiceNews) => told(news, invoiceForm);
export const invoiceJsonBody = (news: InvoiceNews) =>
  told(news, (one) => jsonPush("Invoice", invoiceObject(one)));

/** The standard format says which and how; the rest is read over the API. */
export const standardInvoice = (news: InvoiceNews) =>
  told(news, ({ event, eventAt, invoiceKey, invoiceNumber, statusCode, isPaid }) =>
    standardBody(`invoice.${news.line.event}`, eventAt, {
      invoiceId: news.invoice.id,
      invoiceKey,
      invoiceNumber,
      statusCode,
      event,
      isPaid,
      open: { minor: Math.max(0, Number(news.invoice.openMinor)), currency: news.invoice.currency },
    }),
  );
