import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { intentOf } from "@/lib/features/data-requests/model";
import { actOnInvoice, type InvoiceAct } from "@/lib/features/invoices/commands/act";
import { fallBackAfterBounce } from "@/lib/features/invoices/jobs/fall-back";
import { followInvoicePayment, followInvoiceRefund } from "@/lib/features/invoices/jobs/follow-payment";
import { remindInvoices } from "@/lib/features/invoices/jobs/remind";
import { pushInvoiceNews } from "@/lib/features/pushes/jobs/handlers";
import type { WantedStep } from "@/lib/features/schemes/model";
import { getInvoice } from "@/lib/features/invoices/queries/detail";
import { makeInvoice, type MadeInvoice } from "@/prisma/factories/invoice";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeRefund } from "@/prisma/factories/refund";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useClock } from "@/scripts/test/set-clock";

const at = useClock();

const remind = (shop: Shop) => remindInvoices({ version: 1, merchantId: shop.merchantId });
const act = (shop: Shop, invoiceId: string, wish: InvoiceAct) =>
  actOnInvoice(actorOf(shop), { invoiceId, wish });

const invoiceOf = async (id: string) =>
  (
    await rowsOf<{
      code: number;
      position: number;
      next: string | null;
      costs: number;
      paid: number;
      open: number;
    }>(
      `select status_code::int as code, step_position as position, next_step_on::text as next,
         admin_costs_minor::int as costs, paid_minor::int as paid, open_minor::int as open from invoice where id = $1`,
      [id],
    )
  )[0];
const stepsOf = (id: string) =>
  rowsOf<{ position: number; outcome: string }>(
    "select position, outcome from invoice_step where invoice_id = $1 order by position",
    [id],
  );
const messagesOf = (id: string) =>
  rowsOf<{ id: string; channel: string; addressee: string; kind: string }>(
    "select id, channel, addressee, kind from communication where invoice_id = $1 order by created_at, id",
    [id],
  );
const wordsOf = async (id: string) =>
  (
    await rowsOf<{ event: string }>(
      "select event from invoice_history where invoice_id = $1 order by at, id",
      [id],
    )
  ).map(({ event }) => event);

const mail: Partial<WantedStep> = { action: "reminder", channel: "email", fallbackChannel: "sms" };
const steps: readonly Partial<WantedStep>[] = [
  { ...mail, action: "invitation", daysAfterDue: -7 },
  { ...mail, daysAfterDue: 7, feeMinor: 1_500 },
  { action: "admin_costs", channel: null, daysAfterDue: 14, feeMinor: 4_000 },
  { action: "collection_agency", channel: null, daysAfterDue: 30 },
];

describe("the daily walk", () => {
  it("carries out each step on its day, once, by daylight of the merchant's zone", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop, { steps });
    at("2026-03-13T03:00:00Z");
    await remind(shop);
    expect(await stepsOf(id)).toEqual([]);
    at("2026-03-13T10:00:00Z");
    await Promise.all([remind(shop), remind(shop)]);
    expect(await stepsOf(id)).toEqual([{ position: 1, outcome: "sent" }]);
    expect(await messagesOf(id)).toMatchObject([{ channel: "email", kind: "invoice_invitation" }]);
    expect(await invoiceOf(id)).toMatchObject({ position: 1, next: "2026-03-27" });
    at("2026-03-27T10:00:00Z");
    await remind(shop);
    expect(await invoiceOf(id)).toMatchObject({ position: 2, costs: 1_500, next: "2026-04-03" });
    expect(await wordsOf(id)).toEqual(["invite", "costs", "remind"]);
  });

  it("catches up in order after downtime, with one message a day", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop, { steps });
    at("2026-06-01T10:00:00Z");
    await remind(shop);
    expect(await invoiceOf(id)).toMatchObject({ position: 1, next: "2026-06-02" });
    at("2026-06-02T10:00:00Z");
    await remind(shop);
    expect((await stepsOf(id)).map(({ outcome }) => outcome)).toEqual(["sent", "sent", "done", "done"]);
    expect(await invoiceOf(id)).toMatchObject({ code: 70, position: 4, costs: 5_500, next: null });
  });

  it.each([
    [{ isTest: true }, 0],
    [{ isTest: true, description: "buckaroo_schema_test_1" }, 1],
    [{ statusCode: 20 }, 0],
  ])("of %j sends %i messages", async (facts, count) => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop, { steps, ...facts });
    at("2026-03-13T10:00:00Z");
    await remind(shop);
    expect(await messagesOf(id)).toHaveLength(count);
  });

  it("waits for a paused debtor and goes on afterwards", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop, { steps });
    at("2026-03-13T10:00:00Z");
    expect((await act(shop, id, { act: "pause_debtor" })).ok).toBe(true);
    await remind(shop);
    expect(await messagesOf(id)).toEqual([]);
    expect(await act(shop, id, { act: "next_step" })).toEqual({ ok: false, error: "debtor_paused" });
    await act(shop, id, { act: "resume_debtor" });
    await remind(shop);
    expect(await messagesOf(id)).toHaveLength(1);
  });

  it("uses the backup where the first channel is closed, and stops where none is left (23), until data are corrected", async () => {
    const shop = await makeShop();
    at("2026-03-13T10:00:00Z");
    const backup = await makeInvoice(shop, { steps, email: null, number: "A" });
    const none = await makeInvoice(shop, { steps, email: null, mobile: null, number: "B" });
    await remind(shop);
    expect(await stepsOf(backup.id)).toEqual([{ position: 1, outcome: "sent_backup" }]);
    expect(await messagesOf(backup.id)).toMatchObject([{ channel: "sms", addressee: "+31612345678" }]);
    expect(await stepsOf(none.id)).toEqual([{ position: 1, outcome: "impossible" }]);
    expect(await invoiceOf(none.id)).toMatchObject({ code: 23, position: 0 });
    await act(shop, none.id, { act: "correct_debtor", name: "B", email: "b@example.nl", mobile: null });
    expect(await invoiceOf(none.id)).toMatchObject({ code: 10 });
    await remind(shop);
    expect(await stepsOf(none.id)).toEqual([{ position: 1, outcome: "sent" }]);
    expect(await wordsOf(none.id)).toEqual(["invalidate", "validate", "invite"]);
  });
});

async function bounceOf(shop: Shop, invoice: MadeInvoice, isHard: boolean) {
  const [message] = (await messagesOf(invoice.id)).slice(-1);
  const [step] = await rowsOf<{ id: string }>("select id from invoice_step where invoice_id = $1", [
    invoice.id,
  ]);
  const bounceId = randomUUID();
  await rowsOf(
    `insert into bounce (merchant_id, id, communication_id, kind, channel, addressee, bounced_at, reason, class, is_hard,
       source, invoice_id, invoice_step_id)
     values ($1, $2, $3, 'CREDIT_MANAGEMENT', $4, $5, now(), 'no', 'unknown_user', $6, 'report', $7, $8)`,
    [
      shop.merchantId,
      bounceId,
      message?.id,
      message?.channel,
      message?.addressee,
      isHard,
      invoice.id,
      step?.id,
    ],
  );
  const payload = { version: 1, merchantId: shop.merchantId, communicationId: message?.id, bounceId };
  await fallBackAfterBounce(payload);
  return { bounceId, again: () => fallBackAfterBounce(payload) };
}

describe("a bounce of a reminder", () => {
  it("writes to nobody whose reminders were paused meanwhile", async () => {
    const shop = await makeShop();
    const invoice = await makeInvoice(shop, { steps });
    at("2026-03-13T10:00:00Z");
    await remind(shop);
    await act(shop, invoice.id, { act: "pause_debtor" });
    await bounceOf(shop, invoice, true);
    expect(await messagesOf(invoice.id)).toHaveLength(1);
    expect(await invoiceOf(invoice.id)).toMatchObject({ code: 10 });
  });

  it("sends the backup once, and says when none remains", async () => {
    const shop = await makeShop();
    at("2026-03-13T10:00:00Z");
    const invoice = await makeInvoice(shop, { steps });
    await remind(shop);
    const first = await bounceOf(shop, invoice, true);
    await first.again();
    const messages = await messagesOf(invoice.id);
    expect(messages.map(({ channel }) => channel)).toEqual(["email", "sms"]);
    expect(await stepsOf(invoice.id)).toEqual([{ position: 1, outcome: "sent_backup" }]);
    const [bounce] = await rowsOf<{ fallback: string }>(
      "select fallback_id as fallback from bounce where id = $1",
      [first.bounceId],
    );
    expect(bounce?.fallback).toBe(messages[1]?.id);
    await bounceOf(shop, invoice, true);
    expect(await stepsOf(invoice.id)).toEqual([{ position: 1, outcome: "skipped" }]);
    expect(await wordsOf(invoice.id)).toEqual(["invite", "invite_backup", "skip", "invalidate"]);
    expect(await invoiceOf(invoice.id)).toMatchObject({ code: 23 });
    const detail = await getInvoice(shop.scope, invoice.id);
    expect(detail?.invoice.debtor).toMatchObject({ emailUnreachable: true, mobileUnreachable: true });
  });

  it("that is soft flags nobody, and a paid invoice gets no backup", async () => {
    const shop = await makeShop();
    at("2026-03-13T10:00:00Z");
    const soft = await makeInvoice(shop, { steps: [{ daysAfterDue: -7 }], number: "A" });
    const paid = await makeInvoice(shop, { steps, number: "B" });
    await remind(shop);
    await bounceOf(shop, soft, false);
    expect(await invoiceOf(soft.id)).toMatchObject({ code: 10 });
    expect(await wordsOf(soft.id)).toEqual(["remind", "skip"]);
    await rowsOf("update invoice set paid_minor = amount_minor where id = $1", [paid.id]);
    await bounceOf(shop, paid, true);
    expect(await messagesOf(paid.id)).toHaveLength(1);
  });
});

async function payment(shop: Shop, invoice: MadeInvoice, minor: number) {
  const facts = {
    amountMinor: minor,
    capturedMinor: minor,
    status: "completed",
    gatewayReference: "AUT-1",
  } as const;
  const made = await makePayment(shop, facts);
  const intentId = intentOf(invoice.requestId, randomUUID());
  await rowsOf("update payment set source = 'payment_link', intent_id = $2 where id = $1", [
    made.id,
    intentId,
  ]);
  return made;
}
const paid = async (shop: Shop, paymentId: string) => {
  const payload = { version: 1, merchantId: shop.merchantId, paymentId, historyId: randomUUID() };
  await followInvoicePayment(payload);
};

const planOf = async (shop: Shop, { id }: MadeInvoice) => (await getInvoice(shop.scope, id))?.plan;

describe("money", () => {
  it("pays the invoice, then its costs, and a refund opens it again", async () => {
    const shop = await makeShop();
    const invoice = await makeInvoice(shop, { steps });
    await rowsOf("update invoice set admin_costs_minor = 1500 where id = $1", [invoice.id]);
    const { id } = await payment(shop, invoice, 115_00);
    await paid(shop, id);
    await paid(shop, id);
    expect(await invoiceOf(invoice.id)).toMatchObject({ paid: 100_00, open: 0, next: null });
    const { id: refundId } = await makeRefund(shop, { amountMinor: 25_00 });
    await rowsOf("update refund set payment_id = $2 where id = $1", [refundId, id]);
    const told = { version: 1, merchantId: shop.merchantId, refundId, historyId: randomUUID() };
    await followInvoiceRefund(told);
    await followInvoiceRefund(told);
    expect(await invoiceOf(invoice.id)).toMatchObject({ paid: 75_00, open: 25_00 });
    expect(await wordsOf(invoice.id)).toEqual(["pay", "refund"]);
  });

  it("in a plan comes in instalments, and the plan is complete when all is paid", async () => {
    const shop = await makeShop();
    at("2026-03-13T10:00:00Z");
    const invoice = await makeInvoice(shop, { steps });
    expect(await act(shop, invoice.id, { act: "plan", count: 3, startOn: "2026-03-12" })).toEqual({
      ok: false,
      error: "starts_in_past",
    });
    expect((await act(shop, invoice.id, { act: "plan", count: 3, startOn: null })).ok).toBe(true);
    const parts = (await planOf(shop, invoice))?.instalments ?? [];
    expect(parts.map(({ amountMinor }) => amountMinor)).toEqual([3_334, 3_333, 3_333]);
    expect(parts.at(0)?.dueOn).toBe("2026-03-27");
    await remind(shop);
    expect(await messagesOf(invoice.id)).toEqual([]);
    const { id } = await payment(shop, invoice, 100_00);
    await paid(shop, id);
    expect((await planOf(shop, invoice))?.state).toBe("completed");
    expect(await invoiceOf(invoice.id)).toMatchObject({ code: 22 });
    expect((await act(shop, invoice.id, { act: "end_plan" })).ok).toBe(true);
    expect(await invoiceOf(invoice.id)).toMatchObject({ code: 10, next: null });
  });

  it("is credited, disputed, written off, and then closed for all of it", async () => {
    const shop = await makeShop();
    const { id } = await makeInvoice(shop, { steps });
    const wish: InvoiceAct = { act: "credit", minor: 40_00, number: "CN-1" };
    expect((await act(shop, id, wish)).ok).toBe(true);
    expect(await act(shop, id, { ...wish, minor: 60_01 })).toEqual({
      ok: false,
      error: "more_than_invoiced",
    });
    expect((await act(shop, id, { act: "dispute", reason: "Broken" })).ok).toBe(true);
    expect(await act(shop, id, { act: "pause" })).toEqual({ ok: false, error: "not_allowed_now" });
    expect((await act(shop, id, { act: "close_dispute", outcome: "Settled" })).ok).toBe(true);
    expect((await act(shop, id, { act: "write_off" })).ok).toBe(true);
    expect(await act(shop, id, wish)).toEqual({ ok: false, error: "not_allowed_now" });
    expect(await wordsOf(id)).toEqual(["credit", "dispute", "close_dispute", "write_off"]);
    const other = await makeShop();
    expect(await act(other, id, { act: "cancel" })).toEqual({ ok: false, error: "not_found" });
  });
});

describe("the push of an invoice", () => {
  const bodyAfter = async (shop: Shop, invoiceId: string) => {
    const [line] = await rowsOf<{ id: string }>(
      "select id from invoice_history where invoice_id = $1 order by at desc, id desc limit 1",
      [invoiceId],
    );
    await pushInvoiceNews({ version: 1, merchantId: shop.merchantId, invoiceId, historyId: line?.id });
    const [push] = await rowsOf<{ body: string }>("select body from push where id = $1", [line?.id]);
    return push?.body ?? "";
  };

  it("has all fields of domain.md 2.9 as JSON", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json" });
    at("2026-03-13T10:00:00Z");
    const { id } = await makeInvoice(shop, { steps });
    await remind(shop);
    const { Invoice } = JSON.parse(await bodyAfter(shop, id)) as { Invoice: Record<string, unknown> };
    expect(Object.keys(Invoice).join(" ")).toBe(
      "InvoiceKey InvoiceNumber WebsiteKey DebtorCode DebtorGuid SchemeKey IsTest Type Culture InvoiceDate DueDate " +
        "InvoiceStatusCode PreviousStepIndex PreviousStepDateTime InvoicePayLink Event EventCategory EventDateTime " +
        "EventParameters Currency AmountDebit AmountCredit AmountAdminCosts AmountCreditNotes AmountPaid " +
        "AmountAdminCostsPaid AmountPendingSlow OpenAmount OpenAmountAdminCosts OpenAmountInclAdminCosts IsPaid " +
        "CustomParameters AdditionalParameters",
    );
    expect(Invoice).toMatchObject({
      InvoiceNumber: "INV-1",
      InvoiceStatusCode: 10,
      PreviousStepIndex: 1,
      Event: "SentPaymentInvitationMessage",
      EventCategory: "Other",
      EventDateTime: "2026-03-13T11:00:00",
      AmountDebit: 100,
      OpenAmountInclAdminCosts: 100,
      IsPaid: false,
      AdditionalParameters: [{ Name: "orderId", Value: "1001" }],
    });
    expect(Invoice["InvoicePayLink"]).toContain("/pay/");
  });

  it("names what went wrong and which transaction, as a form", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-form" });
    at("2026-03-13T10:00:00Z");
    const wrong = await makeInvoice(shop, { steps, email: null, mobile: null, number: "A" });
    await remind(shop);
    const form = new URLSearchParams(await bodyAfter(shop, wrong.id));
    expect(Object.fromEntries(form)).toMatchObject({
      brq_invoicestatuscode: "23",
      brq_event: "InvoicePausedDueToValidationErrors",
      brq_eventcategory: "ValidationError",
      brq_eventparameters_validationerrormessage0: "The debtor has no e-mail address.",
      brq_eventparameters_validationerrormessage1: "The debtor has no mobile number.",
      add_orderId: "1001",
    });
    const open = await makeInvoice(shop, { number: "B" });
    const { id } = await payment(shop, open, 40_00);
    await paid(shop, id);
    expect(Object.fromEntries(new URLSearchParams(await bodyAfter(shop, open.id)))).toMatchObject({
      brq_event: "ChangedTransactionStatus",
      brq_eventcategory: "FinancialChange",
      brq_eventparameters_transactionkey: id.replaceAll("-", "").toUpperCase(),
      brq_eventparameters_transactionstatuscode: "190",
      brq_amountpaid: "40.00",
      brq_openamount: "60.00",
    });
  });
});
