import { toMajor } from "@/lib/kernel/money";
import { ok, type Result } from "@/lib/kernel/result";
import type { NewDataRequest, Work } from "@/lib/features/data-requests/commands/create-data-request";
import { payAddress } from "@/lib/features/data-requests/commands/links";
import { failed, lifetimesMs, output, type Outcome } from "@/lib/features/data-requests/model";
import { debtorState, pauseDebtor, storeDebtor } from "@/lib/features/invoices/commands/debtors";
import { lockInvoice, namedInvoice, type StoredInvoice } from "@/lib/features/invoices/commands/find-invoice";
import {
  createInvoiceIn,
  creditInvoiceIn,
  moveInvoiceIn,
  storeProductLinesIn,
} from "@/lib/features/invoices/commands/invoices";
import { sumsOf } from "@/lib/features/invoices/commands/plan-next-step";
import { createPlanIn, terminatePlanIn } from "@/lib/features/invoices/commands/plans";
import {
  openCostsOf,
  openMinorOf,
  type InvoiceEvent,
  type InvoiceRefusal,
} from "@/lib/features/invoices/model";
import { Asked, type Parameter } from "@/lib/features/parameters/model";
import { refuse, type Works } from "@/app/(wire)/buckaroo/work";

const words: Readonly<Record<InvoiceRefusal, readonly [name: string, message: string]>> = {
  unknown_invoice: ["Invoice", "No such invoice."],
  unknown_debtor: ["DebtorCode", "No such debtor."],
  invoice_number_missing: ["Invoice", "Parameter Invoice is required."],
  invoice_number_used: ["Invoice", "There is an invoice with this number."],
  due_before_date: ["DueDate", "DueDate must not be before InvoiceDate."],
  more_than_invoiced: ["InvoiceAmount", "InvoiceAmount is more than was invoiced and not yet credited."],
  unknown_scheme: ["SchemeKey", "No such scheme."],
  unknown_subscription: ["SubscriptionGuid", "No such subscription."],
  nothing_open: ["Invoice", "Nothing of the invoice is open."],
  other_debtor: ["IncludedInvoiceKey", "The invoices of a plan have one debtor."],
  other_currency: ["IncludedInvoiceKey", "The invoices of a plan have one currency."],
  too_many_instalments: ["InstallmentCount", "InstallmentCount is more than can be divided."],
  starts_in_past: ["StartDate", "StartDate must not be before today."],
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
    output("AmountAdminCosts", major(sums.adminCostsMinor)),
    output("OpenAmountInclAdminCosts", major(openMinorOf(sums) + openCostsOf(sums))),
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
  const { id, key, debtorId, isRejected } = created.value;
  if (isRejected) return { ...refusalOf(wish, "unknown_scheme"), references: { invoiceId: id } };
  const until = new Date(tx.now.getTime() + lifetimesMs.invoice);
  const outputs = [
    output("InvoiceKey", key),
    output("DebtorGuid", debtorId.replaceAll("-", "").toUpperCase()),
    output("InvoicePayLink", payAddress({ scope: tx.scope, dataRequestId, until })),
  ];
  return { beginning: "accept", outputs, references: { invoiceId: id } };
};

/** The invoice, and the customer on the page where it is paid; unpaid it stays an invoice like any other. */
const createAndPay: Work = async (tx, wish, dataRequestId) => {
  const created = await create(tx, wish, dataRequestId);
  if (created.beginning !== "accept") return created;
  const expiresAt = new Date(tx.now.getTime() + lifetimesMs.redirect);
  const until = new Date(tx.now.getTime() + lifetimesMs.invoice);
  const redirectUrl = payAddress({ scope: tx.scope, dataRequestId, until });
  return {
    ...created,
    beginning: "need_input",
    references: { ...created.references, redirectUrl, expiresAt },
  };
};

async function includedIds(
  tx: Parameters<Work>[0],
  wish: NewDataRequest,
): Promise<Result<readonly string[], InvoiceRefusal>> {
  const keys = wish.asked.parameters
    .filter(({ name, value }) => name.toLowerCase() === "includedinvoicekey" && value.trim() !== "")
    .map(({ value }) => value.trim().toUpperCase());
  const found = keys.length === 0 ? [await namedInvoice(tx, wish)] : [];
  for (const key of keys) found.push(await lockInvoice(tx, wish.websiteId, { key, number: null }));
  const missing = found.find(({ ok }) => !ok);
  if (missing?.ok === false) return missing;
  return ok(found.flatMap((one) => (one.ok ? [one.value.id] : [])));
}

const plan: Work = async (tx, wish, dataRequestId) => {
  const included = await includedIds(tx, wish);
  if (!included.ok) return refusalOf(wish, included.error);
  const count = wish.asked.whole("InstallmentCount") ?? 0;
  const startOn = wish.asked.day("StartDate");
  const made = await createPlanIn(tx, { invoiceIds: included.value, count, startOn, dataRequestId });
  if (!made.ok) return refusalOf(wish, made.error);
  const told = about(wish, await namedInvoice(tx, withKey(wish, included.value)));
  return { ...told, outputs: [output("PaymentPlanKey", made.value.key), ...(told.outputs ?? [])] };
};

/** The first invoice of a plan is the one that the answer tells of. */
function withKey(wish: NewDataRequest, ids: readonly string[]): NewDataRequest {
  const value = (ids[0] ?? "").replaceAll("-", "").toUpperCase();
  const named = { name: "InvoiceKey", groupType: null, groupId: null, value };
  return { ...wish, asked: new Asked([named, ...wish.asked.parameters], wish.currency) };
}

const endPlan: Work = async (tx, wish) => {
  const included = await includedIds(tx, wish);
  if (!included.ok) return refusalOf(wish, included.error);
  const ended = await terminatePlanIn(tx, included.value[0] ?? "");
  if (!ended.ok) return refusalOf(wish, ended.error);
  const told = about(wish, await namedInvoice(tx, withKey(wish, included.value)));
  return { ...told, outputs: [output("PaymentPlanKey", ended.value), ...(told.outputs ?? [])] };
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
  CreateCombinedInvoice: createAndPay,
  CreateCreditNote: async (tx, wish) => about(wish, await creditInvoiceIn(tx, wish)),
  PauseInvoice: move("pause"),
  UnPauseInvoice: move("unpause"),
  StopInvoice: move("cancel"),
  InvoiceInfo: async (tx, wish) => about(wish, await namedInvoice(tx, wish)),
  DebtorInfo: debtor,
  AddOrUpdateDebtor: store,
  AddOrUpdateProductLines: async (tx, wish) => about(wish, await storeProductLinesIn(tx, wish)),
  CreatePaymentPlan: plan,
  TerminatePaymentPlan: endPlan,
  PauseDebtorFile: pause(true),
  ResumeDebtorFile: pause(false),
};
