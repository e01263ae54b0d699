import { err, ok, type Result } from "@/lib/kernel/result";
import type { Flow } from "@/lib/kernel/transitions";
import type { Field } from "@/lib/features/parameters/model";

/** Domain.md 2.9. Steps and collection come with credit management. */
export const invoiceCodes = ["10", "20", "21", "22", "23", "80", "90", "91"] as const;
export type InvoiceCode = (typeof invoiceCodes)[number];
export const invoiceEvents = ["pause", "unpause", "plan", "end_plan", "write_off", "cancel"] as const;
export type InvoiceEvent = (typeof invoiceEvents)[number];

const ends = { write_off: "80", cancel: "91" } as const;
export const invoiceFlow: Flow<InvoiceCode, InvoiceEvent> = {
  "10": { pause: "20", plan: "22", ...ends },
  "20": { unpause: "10", ...ends },
  "21": ends,
  "22": { end_plan: "10", ...ends },
  "23": ends,
  "80": {},
  "90": {},
  "91": {},
};

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

/** Paid is not a status: nothing is left open (domain.md 2.9). */
export const openMinorOf = ({ amountMinor, creditedMinor, paidMinor }: InvoiceSums): number =>
  Math.max(0, amountMinor - creditedMinor - paidMinor);

export type InvoiceRefusal =
  | "unknown_invoice"
  | "unknown_debtor"
  | "invoice_number_missing"
  | "invoice_number_used"
  | "due_before_date"
  | "more_than_open"
  | "no_product_lines"
  | "not_allowed_now";

export const decideNewInvoice = (dates: {
  readonly invoiceDate: string;
  readonly dueDate: string;
}): Result<"allowed", InvoiceRefusal> =>
  dates.dueDate < dates.invoiceDate ? err("due_before_date") : ok("allowed");

export const decideCreditNote = (sums: InvoiceSums, minor: number): Result<"allowed", InvoiceRefusal> =>
  minor > openMinorOf(sums) ? err("more_than_open") : ok("allowed");
