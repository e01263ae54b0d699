import type { z } from "zod";
import type { Invoice, InvoiceSummary } from "@/app/api/v1/invoice-schemas";
import type { ActRefusal } from "@/lib/features/invoices/commands/act";
import type { InvoiceRow } from "@/lib/features/invoices/listing";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";
import { problem, type Answer, type FieldProblem } from "@/lib/web/problem";

const wrongFields: Partial<Readonly<Record<ActRefusal, FieldProblem>>> = {
  too_many_instalments: { field: "count", reason: "too_big" },
  starts_in_past: { field: "startOn", reason: "too_small" },
};

const details = {
  not_found: "There is no such invoice.",
  not_allowed_now: "Read statusCode of the invoice.",
  nothing_open: "Read amounts of the invoice.",
  more_than_invoiced: "At most the amount of the invoice without its credit notes.",
  debtor_paused: "Send resume_debtor first.",
  test_invoice: "Only test invoices whose description begins with buckaroo_schema_test_ run steps.",
  no_step: "All steps of its scheme are done.",
} as const satisfies Partial<Record<ActRefusal, string>>;
type Told = keyof typeof details;

const isTold = (refusal: ActRefusal): refusal is Told => Object.hasOwn(details, refusal);

/** @throws on a refusal that no act on one invoice can have */
export function refusedInvoice(refusal: ActRefusal): Answer {
  const field = wrongFields[refusal];
  if (field !== undefined) return problem("invalid_fields", "See errors.", { errors: [field] });
  if (!isTold(refusal)) throw new Error(`an act was refused for ${refusal}`);
  return problem(refusal, details[refusal]);
}

type Keys<T extends z.ZodType> = Record<keyof z.input<T>, unknown>;

export const invoiceSummary = (row: InvoiceRow) =>
  ({
    id: row.id,
    number: row.number,
    website: { name: row.website },
    debtor: { code: row.debtorCode, name: row.debtor },
    createdAt: row.createdAt,
    invoiceDate: row.invoiceDate,
    dueDate: row.dueDate,
    statusCode: Number(row.status),
    state: row.state,
    amount: row.amount,
    open: row.open,
    nextStepOn: row.next,
  }) satisfies Keys<typeof InvoiceSummary>;

type Minor = (minor: number) => { readonly minor: number; readonly currency: string };
type Facts = InvoiceDetail["invoice"];

const debtorOf = ({ debtor }: Facts) => ({
  code: debtor.code,
  name: debtor.name,
  email: debtor.email,
  mobile: debtor.mobile,
  isPaused: debtor.isPaused,
  unreachable: [...(debtor.emailUnreachable ? ["email"] : []), ...(debtor.mobileUnreachable ? ["sms"] : [])],
});

const amountsOf = (invoice: Facts, amount: Minor) => ({
  invoice: amount(invoice.amountMinor),
  credited: amount(invoice.creditedMinor),
  paid: amount(invoice.paidMinor),
  open: amount(invoice.openMinor),
  adminCosts: amount(invoice.adminCostsMinor),
  adminCostsPaid: amount(invoice.adminCostsPaidMinor),
  openAdminCosts: amount(invoice.openCostsMinor),
  pending: amount(invoice.pendingMinor),
});

type Step = Pick<
  InvoiceDetail["steps"][number],
  "position" | "action" | "channel" | "fallbackChannel" | "feeMinor"
>;
const stepOf = ({ position, action, channel, fallbackChannel, feeMinor }: Step, amount: Minor) => ({
  ...{ position, action, channel, fallbackChannel, fee: amount(feeMinor) },
});

const stepsOf = ({ steps, coming, why }: InvoiceDetail, amount: Minor) => ({
  steps: steps.map((step) => ({
    ...stepOf(step, amount),
    ...{ dueOn: step.dueOn, doneAt: step.doneAt, outcome: step.outcome },
  })),
  comingSteps: coming.map(({ step, day }) => ({ ...stepOf(step, amount), dueOn: day })),
  stepsWaitFor: why,
});

const moneyOf = ({ payments, notes, disputes, plan }: InvoiceDetail, amount: Minor) => ({
  payments: payments.map(({ amountMinor, refundedMinor, currency, ...payment }) => ({
    ...payment,
    amount: { minor: amountMinor, currency },
    refunded: { minor: refundedMinor, currency },
  })),
  creditNotes: notes.map(({ id, number, noteDate, amountMinor, createdAt }) => ({
    ...{ id, number, date: noteDate, amount: amount(amountMinor), createdAt },
  })),
  disputes: disputes.map(({ id, reason, outcome, openedAt, closedAt }) => ({
    ...{ id, reason, outcome, openedAt, closedAt },
  })),
  plan: plan && {
    id: plan.id,
    status: plan.state,
    instalments: plan.instalments.map(({ number, dueOn, amountMinor }) => ({
      ...{ number, dueOn, amount: { minor: amountMinor, currency: plan.currency } },
    })),
  },
});

export function invoiceAnswer(detail: InvoiceDetail) {
  const { invoice, messages } = detail;
  const amount: Minor = (minor) => ({ minor, currency: invoice.currency });
  return {
    id: invoice.id,
    key: invoice.key,
    number: invoice.number,
    website: invoice.website,
    debtor: debtorOf(invoice),
    description: invoice.description,
    isTest: invoice.isTest,
    createdAt: invoice.createdAt,
    invoiceDate: invoice.invoiceDate,
    dueDate: invoice.dueDate,
    statusCode: Number(invoice.code),
    statusAt: invoice.statusAt,
    isPaid: invoice.isPaid,
    schemeKey: invoice.schemeKey,
    subscriptionId: invoice.subscriptionId,
    amounts: amountsOf(invoice, amount),
    ...stepsOf(detail, amount),
    communications: messages.map(({ state, ...message }) => ({ ...message, status: state })),
    ...moneyOf(detail, amount),
  } satisfies Keys<typeof Invoice>;
}
