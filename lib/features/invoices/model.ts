import { err, ok, type Result } from "@/lib/kernel/result";
import { advance, type Flow } from "@/lib/kernel/transitions";
import type { Field } from "@/lib/features/parameters/model";

/** Domain.md 2.9; 99 is set by the operator's own hand only. */
export const invoiceCodes = [
  "10",
  "20",
  "21",
  "22",
  "23",
  "70",
  "71",
  "72",
  "73",
  "74",
  "75",
  "76",
  "77",
  "79",
  "80",
  "90",
  "91",
  "99",
] as const;
export type InvoiceCode = (typeof invoiceCodes)[number];

/** What a collection agency says, and what it is asked. */
export const agencyEvents = [
  "hand_over",
  "transfer",
  "accept",
  "process",
  "process_part",
  "refuse",
  "recall",
  "recalled",
  "recall_failed",
] as const;
export const invoiceEvents = [
  "pause",
  "unpause",
  "dispute",
  "close_dispute",
  "plan",
  "end_plan",
  "invalidate",
  "validate",
  ...agencyEvents,
  "write_off",
  "cancel",
] as const;
export type InvoiceEvent = (typeof invoiceEvents)[number];

const ends = { write_off: "80", cancel: "91" } as const;
export const invoiceFlow: Flow<InvoiceCode, InvoiceEvent> = {
  "10": { pause: "20", dispute: "21", plan: "22", invalidate: "23", hand_over: "70", ...ends },
  "20": { unpause: "10", ...ends },
  "21": { close_dispute: "10", ...ends },
  "22": { end_plan: "10", ...ends },
  "23": { validate: "10", ...ends },
  "70": { transfer: "71" },
  "71": { accept: "72", refuse: "79", recall: "75" },
  "72": { process: "73", process_part: "74", recall: "75" },
  "73": {},
  "74": { write_off: "80" },
  "75": { recalled: "76", recall_failed: "77" },
  "76": {},
  "77": {},
  "79": { write_off: "80" },
  "80": {},
  "90": {},
  "91": {},
  "99": {},
};

/** What stands in an invoice's history beside the events that move its status. */
export type InvoiceWord =
  | InvoiceEvent
  | "create"
  | "reject"
  | "credit"
  | "pay"
  | "refund"
  | "lines"
  | "invite"
  | "invite_backup"
  | "remind"
  | "remind_backup"
  | "skip"
  | "costs"
  | "stop_subscription";

const isInvoiceCode = (text: string): text is InvoiceCode => invoiceCodes.some((code) => code === text);
/** @throws on a code that the database does not know either. */
export function codeOf(statusCode: number): InvoiceCode {
  const code = statusCode.toString();
  if (!isInvoiceCode(code)) throw new Error(`unknown invoice status ${code}`);
  return code;
}

const over: ReadonlySet<InvoiceCode> = new Set(["73", "76", "77", "80", "90", "91", "99"]);
/** Whether the customer may still pay it. */
export const isPayable = (code: InvoiceCode): boolean => !over.has(code);

const money = { kind: "amount", most: 999_999_999_99 } as const;
const key = { name: "InvoiceKey", kind: "key" } as const;
const number = { name: "Invoice", kind: "text", most: 50 } as const;
const which: readonly Field[] = [key, number];
const code = { name: "Code", group: "Debtor", kind: "text", most: 50 } as const;
const debtorCode = { name: "DebtorCode", kind: "text", most: 50 } as const;
const person: readonly Field[] = [
  { name: "FirstName", group: "Person", kind: "text", most: 100 },
  { name: "LastName", group: "Person", kind: "text", most: 100 },
  { name: "Name", group: "Company", kind: "text", most: 200 },
  { name: "Culture", kind: "text", most: 10 },
  { name: "Email", kind: "email" },
  { name: "Mobile", kind: "text", most: 20 },
];
const create: readonly Field[] = [
  { name: "InvoiceAmount", ...money, least: 1, isRequired: true },
  { name: "InvoiceAmountVat", ...money },
  { name: "InvoiceDate", kind: "day", isRequired: true },
  { name: "DueDate", kind: "day", isRequired: true },
  { name: "SchemeKey", kind: "text", most: 50, isRequired: true },
  { name: "Description", kind: "text", most: 255 },
  { name: "SubscriptionGuid", kind: "key" },
  { ...code, isRequired: true },
  ...person,
];

/** Domain.md 2.4. */
export const invoiceActions: Readonly<Record<string, readonly Field[]>> = {
  CreateInvoice: create,
  CreateCombinedInvoice: create,
  CreateCreditNote: [
    { name: "OriginalInvoiceNumber", kind: "text", most: 50, isRequired: true },
    { name: "InvoiceAmount", ...money, least: 1, isRequired: true },
    { name: "InvoiceAmountVat", ...money },
    { name: "InvoiceDate", kind: "day" },
  ],
  PauseInvoice: which,
  UnPauseInvoice: which,
  // Domain.md 2.1 has invoices that are stopped; 2.4 names no action for it.
  StopInvoice: which,
  InvoiceInfo: which,
  DebtorInfo: [debtorCode, code],
  AddOrUpdateDebtor: [{ ...code, isRequired: true }, ...person],
  AddOrUpdateProductLines: which,
  CreatePaymentPlan: [
    ...which,
    { name: "IncludedInvoiceKey", kind: "key" },
    { name: "InstallmentCount", kind: "whole", least: 2, most: 60, isRequired: true },
    { name: "StartDate", kind: "day" },
  ],
  TerminatePaymentPlan: [...which, { name: "IncludedInvoiceKey", kind: "key" }],
  PauseDebtorFile: [debtorCode, code],
  ResumeDebtorFile: [debtorCode, code],
};

export type InvoiceSums = {
  readonly amountMinor: number;
  readonly creditedMinor: number;
  readonly paidMinor: number;
};
export type CostSums = { readonly adminCostsMinor: number; readonly adminCostsPaidMinor: number };

/** Paid is not a status: nothing is left open, administration costs not counted (domain.md 2.9). */
export const openMinorOf = ({ amountMinor, creditedMinor, paidMinor }: InvoiceSums): number =>
  Math.max(0, amountMinor - creditedMinor - paidMinor);
export const openCostsOf = ({ adminCostsMinor, adminCostsPaidMinor }: CostSums): number =>
  adminCostsMinor - adminCostsPaidMinor;

/** Money goes to the invoice first, then to its administration costs; what is too much stays with the invoice. */
export function splitPayment(sums: InvoiceSums & CostSums, minor: number) {
  const rest = Math.max(0, minor - openMinorOf(sums));
  const costs = Math.min(rest, openCostsOf(sums));
  return { paidMinor: minor - costs, costsMinor: costs };
}

/** A refund takes from the invoice first, then from its costs: what comes back is open again. */
export function splitRefund(sums: InvoiceSums & CostSums, minor: number) {
  const paid = Math.min(minor, sums.paidMinor);
  return { paidMinor: paid, costsMinor: Math.min(minor - paid, sums.adminCostsPaidMinor) };
}

export type InvoiceRefusal =
  | "unknown_invoice"
  | "unknown_debtor"
  | "unknown_scheme"
  | "unknown_subscription"
  | "invoice_number_missing"
  | "invoice_number_used"
  | "due_before_date"
  | "more_than_invoiced"
  | "nothing_open"
  | "other_debtor"
  | "other_currency"
  | "too_many_instalments"
  | "starts_in_past"
  | "no_product_lines"
  | "not_allowed_now";

export const decideNewInvoice = (dates: {
  readonly invoiceDate: string;
  readonly dueDate: string;
}): Result<"allowed", "due_before_date"> =>
  dates.dueDate < dates.invoiceDate ? err("due_before_date") : ok("allowed");

type Stand = InvoiceSums & { readonly code: InvoiceCode };

/** Domain.md 2.9: before a refund a paid invoice gets a credit note, so that what is left of it stays paid. */
export const decideCreditNote = (
  invoice: Stand,
  minor: number,
): Result<"allowed", "not_allowed_now" | "more_than_invoiced"> => {
  if (!isPayable(invoice.code)) return err("not_allowed_now");
  return minor > invoice.amountMinor - invoice.creditedMinor ? err("more_than_invoiced") : ok("allowed");
};

export function decideEvent(
  invoice: Stand & CostSums,
  event: InvoiceEvent,
): Result<InvoiceCode, "not_allowed_now" | "nothing_open"> {
  const open = openMinorOf(invoice) + openCostsOf(invoice);
  if ((event === "plan" || event === "hand_over") && open === 0) return err("nothing_open");
  return advance(invoiceFlow, invoice.code, event);
}

export type StepRefusal = "not_allowed_now" | "nothing_open" | "debtor_paused" | "test_invoice" | "no_step";

type Stepping = Stand & {
  readonly isDebtorPaused: boolean;
  readonly runsSteps: boolean;
  readonly hasStep: boolean;
};

/** Whether a step may be carried out at all; when it is due is asked elsewhere. */
export function decideStep(invoice: Stepping): Result<"allowed", StepRefusal> {
  if (invoice.code !== "10") return err("not_allowed_now");
  if (openMinorOf(invoice) === 0) return err("nothing_open");
  if (!invoice.runsSteps) return err("test_invoice");
  if (invoice.isDebtorPaused) return err("debtor_paused");
  return invoice.hasStep ? ok("allowed") : err("no_step");
}
