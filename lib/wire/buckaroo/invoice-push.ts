import { buckarooTime, type Parameter } from "@/lib/wire/buckaroo/codes";
import { formOf } from "@/lib/wire/buckaroo/form-push";

export type InvoiceEventCategory = "FinancialChange" | "ValidationError" | "Other";

/** Domain.md 2.9. Amounts are major units as plain decimal text; days are `YYYY-MM-DD`. */
export type ToldInvoice = {
  readonly invoiceKey: string;
  readonly invoiceNumber: string;
  readonly websiteKey: string;
  readonly debtorCode: string;
  readonly debtorGuid: string;
  readonly schemeKey: string | null;
  readonly isTest: boolean;
  readonly culture: string | null;
  readonly invoiceDate: string;
  readonly dueDate: string;
  readonly statusCode: number;
  /** Of the last step that was carried out; 0: none. */
  readonly previousStepIndex: number;
  readonly previousStepAt: Date | null;
  readonly payLink: string | null;
  readonly event: string;
  readonly category: InvoiceEventCategory;
  /** Receivers leave out an event that is older than what they have seen (BK-16). */
  readonly eventAt: Date;
  readonly eventParameters: readonly Parameter[];
  readonly currency: string;
  readonly amounts: Readonly<
    Record<
      | "AmountDebit"
      | "AmountCredit"
      | "AmountAdminCosts"
      | "AmountCreditNotes"
      | "AmountPaid"
      | "AmountAdminCostsPaid"
      | "AmountPendingSlow"
      | "OpenAmount"
      | "OpenAmountAdminCosts"
      | "OpenAmountInclAdminCosts",
      string
    >
  >;
  readonly isPaid: boolean;
  readonly custom: readonly Parameter[];
  readonly additional: readonly Parameter[];
};

const time = (instant: Date): string => buckarooTime(instant).replace(" ", "T");
const namesAndValues = (parameters: readonly Parameter[]) =>
  parameters.map(({ name, value }) => ({ Name: name, Value: value }));

const headOf = (told: ToldInvoice) => ({
  InvoiceKey: told.invoiceKey,
  InvoiceNumber: told.invoiceNumber,
  WebsiteKey: told.websiteKey,
  DebtorCode: told.debtorCode,
  DebtorGuid: told.debtorGuid,
  SchemeKey: told.schemeKey,
  IsTest: told.isTest,
  Type: "Invoice",
  Culture: told.culture,
  InvoiceDate: told.invoiceDate,
  DueDate: told.dueDate,
  InvoiceStatusCode: told.statusCode,
  PreviousStepIndex: told.previousStepIndex,
  PreviousStepDateTime: told.previousStepAt && time(told.previousStepAt),
  InvoicePayLink: told.payLink,
  Event: told.event,
  EventCategory: told.category,
  EventDateTime: time(told.eventAt),
});

/** The invoice as the JSON push carries it. */
export const invoiceObject = (told: ToldInvoice) => ({
  ...headOf(told),
  EventParameters: told.eventParameters.map(({ name, value }) => ({ Key: name, Value: value })),
  Currency: told.currency,
  ...Object.fromEntries(Object.entries(told.amounts).map(([name, amount]) => [name, Number(amount)])),
  IsPaid: told.isPaid,
  CustomParameters: namesAndValues(told.custom),
  AdditionalParameters: namesAndValues(told.additional),
});

const textOf = (value: string | number | boolean | null) => (value === null ? null : String(value));

/** The same as fields, sorted, without the signature (domain.md 2.6.1). */
export const invoiceForm = (told: ToldInvoice): string =>
  formOf([
    ...Object.entries(headOf(told)).map(
      ([name, value]) => [`brq_${name.toLowerCase()}`, textOf(value)] as const,
    ),
    ...told.eventParameters.map(
      ({ name, value }) => [`brq_eventparameters_${name.toLowerCase()}`, value] as const,
    ),
    ["brq_currency", told.currency],
    ...Object.entries(told.amounts).map(([name, value]) => [`brq_${name.toLowerCase()}`, value] as const),
    ["brq_ispaid", String(told.isPaid)],
    ...told.custom.map(({ name, value }) => [`cust_${name}`, value] as const),
    ...told.additional.map(({ name, value }) => [`add_${name}`, value] as const),
  ]);
