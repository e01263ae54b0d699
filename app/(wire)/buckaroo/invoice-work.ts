import { toMajor } from "@/lib/kernel/money";
import type { Result } from "@/lib/kernel/result";
import type { NewDataRequest, Work } from "@/lib/features/data-requests/commands/create-data-request";
import { payAddress } from "@/lib/features/data-requests/commands/links";
import { failed, lifetimesMs, output, type Outcome } from "@/lib/features/data-requests/model";
import { debtorState, pauseDebtor, storeDebtor } from "@/lib/features/invoices/commands/debtors";
import { namedInvoice, type StoredInvoice } from "@/lib/features/invoices/commands/find-invoice";
import {
  createInvoiceIn,
  creditInvoiceIn,
  moveInvoiceIn,
  storeProductLinesIn,
  sumsOf,
} from "@/lib/features/invoices/commands/invoices";
import { openMinorOf, type InvoiceEvent, type InvoiceRefusal } from "@/lib/features/invoices/model";
import type { Parameter } from "@/lib/features/parameters/model";
import { refuse, type Works } from "@/app/(wire)/buckaroo/work";

const words: Readonly<Record<InvoiceRefusal, readonly [name: string, message: string]>> = {
  unknown_invoice: ["Invoice", "No such invoice."],
  unknown_debtor: ["DebtorCode", "No such debtor."],
  invoice_number_missing: ["Invoice", "Parameter Invoice is required."],
  invoice_number_used: ["Invoice", "There is an invoice with this number."],
  due_before_date: ["DueDate", "DueDate must not be before InvoiceDate."],
  more_than_open: ["InvoiceAmount", "InvoiceAmount is more than is open."],
  no_product_lines: ["ProductLine", "At least one group ProductLine is required."],
  not_allowed_now: ["Invoice", "The invoice does not allow this now."],
};

function refusalOf(wish: NewDataRequest, reason: InvoiceRefusal): Outcome {
  const [name, message] = words[reason];
  return reason === "not_allowed_now" ? failed(message) : refuse(wish, name, message);
}

function facts(invoice: StoredInvoice): readonly Parameter[] {
  const sums = sumsOf(invoice);
  const major = (minor: number) => toMajor({ minor, currency: invoice.currency });
  return [
    output("InvoiceKey", invoice.key),
    output("InvoiceNumber", invoice.number),
    output("DebtorCode", invoice.debtor.code),
    output("InvoiceStatusCode", invoice.statusCode),
    output("AmountDebit", major(sums.amountMinor)),
    output("AmountCreditNotes", major(sums.creditedMinor)),
    output("AmountPaid", major(sums.paidMinor)),
    output("OpenAmount", major(openMinorOf(sums))),
    output("IsPaid", String(openMinorOf(sums) === 0)),
    output("DueDate", invoice.dueDate.toISOString().slice(0, 10)),
  ];
}

function about(wish: NewDataRequest, found: Result<StoredInvoice, InvoiceRefusal>): Outcome {
  if (!found.ok) return refusalOf(wish, found.error);
  return {
    beginning: "accept",
    outputs: facts(found.value),
    references: { invoiceId: found.value.id },
  };
}

const create: Work = async (tx, wish, dataRequestId) => {
  const created = await createInvoiceIn(tx, wish);
  if (!created.ok) return refusalOf(wish, created.error);
  const { id, key, debtorId } = created.value;
  const until = new Date(tx.now.getTime() + lifetimesMs.invoice);
  const outputs = [
    output("InvoiceKey", key),
    output("DebtorGuid", debtorId.replaceAll("-", "").toUpperCase()),
    output("InvoicePayLink", payAddress({ scope: tx.scope, dataRequestId, until })),
  ];
  return { beginning: "accept", outputs, references: { invoiceId: id } };
};

const move =
  (event: InvoiceEvent): Work =>
  async (tx, wish) =>
    about(wish, await moveInvoiceIn(tx, wish, event));

const pause =
  (isPaused: boolean): Work =>
  async (tx, wish) => {
    const done = await pauseDebtor(tx, wish, isPaused);
    return done.ok
      ? { beginning: "accept", outputs: [output("DebtorCode", done.value.code)] }
      : refusalOf(wish, done.error);
  };

const store: Work = async (tx, wish) => {
  const { id, code } = await storeDebtor(tx, wish);
  const outputs = [output("DebtorGuid", id.replaceAll("-", "").toUpperCase()), output("DebtorCode", code)];
  return { beginning: "accept", outputs };
};

const debtor: Work = async (tx, wish) => {
  const found = await debtorState(tx, wish);
  if (!found.ok) return refusalOf(wish, found.error);
  const { code, name, email, mobile, isPaused, invoices, open } = found.value;
  const outputs = [
    output("DebtorCode", code),
    output("Name", name),
    output("Email", email),
    output("Mobile", mobile),
    output("IsPaused", String(isPaused)),
    output("InvoiceCount", invoices),
    ...Object.entries(open).map(([currency, minor]) =>
      output("OpenAmount", toMajor({ minor, currency }), currency),
    ),
  ];
  return { beginning: "accept", outputs };
};

/** Domain.md 2.4, 2.9. */
export const invoiceWorks: Works = {
  CreateInvoice: create,
  CreateCombinedInvoice: create,
  CreateCreditNote: async (tx, wish) => about(wish, await creditInvoiceIn(tx, wish)),
  PauseInvoice: move("pause"),
  UnPauseInvoice: move("unpause"),
  StopInvoice: move("cancel"),
  InvoiceInfo: async (tx, wish) => about(wish, await namedInvoice(tx, wish)),
  DebtorInfo: debtor,
  AddOrUpdateDebtor: store,
  AddOrUpdateProductLines: async (tx, wish) => about(wish, await storeProductLinesIn(tx, wish)),
  CreatePaymentPlan: move("plan"),
  TerminatePaymentPlan: move("end_plan"),
  PauseDebtorFile: pause(true),
  ResumeDebtorFile: pause(false),
};
