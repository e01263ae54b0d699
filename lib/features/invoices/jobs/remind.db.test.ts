import { afterAll, describe, expect, it } from "vitest";
import { actOnInvoice, type InvoiceAct } from "@/lib/features/invoices/commands/act";
import { remindInvoices } from "@/lib/features/invoices/jobs/remind";
import { getInvoice } from "@/lib/features/invoices/queries/detail";
import type { WantedStep } from "@/lib/features/schemes/model";
import { now } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { makeInvoice } from "@/prisma/factories/invoice";
import { actorOf } from "@/prisma/factories/payment";
import { makeScheme } from "@/prisma/factories/scheme";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";
import { askFor } from "@/scripts/test/buckaroo";
import { drain } from "@/scripts/test/drain";
import { useMailbox } from "@/scripts/test/mailbox";
import { useClock } from "@/scripts/test/set-clock";
import { useSmsProvider } from "@/scripts/test/sms";

const mailsTo = useMailbox(now);
useSmsProvider();
const at = useClock();
const patience = { timeout: 60_000, interval: 200 };

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const remind = (shop: Shop) => remindInvoices({ version: 1, merchantId: shop.merchantId });
const act = async (shop: Shop, invoiceId: string, wish: InvoiceAct) =>
  expect((await actOnInvoice(actorOf(shop), { invoiceId, wish })).ok).toBe(true);

/** The events of all pushes about an invoice, in the order in which they happened. */
async function toldOf(shop: Shop, invoiceId: string): Promise<string[]> {
  const rows = await rowsOf<{ body: string }>(
    `select p.body from push p join invoice_history h on h.merchant_id = p.merchant_id and h.id = p.id
     where p.merchant_id = $1 and p.invoice_id = $2 order by h.at, h.id`,
    [shop.merchantId, invoiceId],
  );
  return rows.map(({ body }) => (JSON.parse(body) as { Invoice: { Event: string } }).Invoice.Event);
}
const stepOf = async (id: string) =>
  (
    await rowsOf<{ outcome: string }>(
      "select outcome from invoice_step where invoice_id = $1 order by position desc",
      [id],
    )
  )[0]?.outcome;

const bySms: Partial<WantedStep> = { action: "reminder", channel: "sms", fallbackChannel: "email" };

describe("a reminder that bounces", { timeout: 150_000 }, () => {
  it("has its backup sent by the worker, and the shop is told of both (domain.md 2.8, 2.9)", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json" });
    const email = `debtor.${shop.merchantId}@shop.example`;
    const facts = { email, mobile: "+31612340001", steps: [{ ...bySms, daysAfterDue: 3, feeMinor: 500 }] };
    const { id } = await makeInvoice(shop, facts);
    await act(shop, id, { act: "next_step" });
    const arrived = async () => {
      await drain();
      return (await mailsTo(email)).length;
    };
    await expect.poll(arrived, patience).toBe(1);
    await drain();
    expect(await stepOf(id)).toBe("sent_backup");
    expect(await toldOf(shop, id)).toEqual([
      "IncreasedAdminFee",
      "SentReminderMessage",
      "SentBackupReminderMessage",
    ]);
    const [bounce] = await rowsOf<{ kind: string; number: string; fallback: string | null }>(
      "select kind, invoice_number as number, fallback_id as fallback from bounce where merchant_id = $1",
      [shop.merchantId],
    );
    expect(bounce).toMatchObject({ kind: "CREDIT_MANAGEMENT", number: "INV-1" });
    expect(bounce?.fallback).not.toBeNull();
  });

  it("without a backup is skipped, pauses the invoice where nothing reaches the debtor, and goes on when corrected", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json" });
    const steps = [{ ...bySms, fallbackChannel: null, action: "invitation" as const, daysAfterDue: 3 }];
    const { id } = await makeInvoice(shop, { mobile: "+31612340004", steps });
    await act(shop, id, { act: "next_step" });
    const codeOf = async () => {
      await drain();
      return (
        await rowsOf<{ code: number }>("select status_code::int as code from invoice where id = $1", [id])
      )[0]?.code;
    };
    await expect.poll(codeOf, patience).toBe(23);
    expect(await stepOf(id)).toBe("skipped");
    await act(shop, id, { act: "correct_debtor", name: "Jan", email: null, mobile: "+31612345678" });
    await drain();
    expect(await toldOf(shop, id)).toEqual([
      "SentPaymentInvitationMessage",
      "SkippedReminderBecauseNoMethodsRemain",
      "InvoicePausedDueToValidationErrors",
      "ChangedStatus",
    ]);
  });
});

describe("what the shop is told of an invoice", () => {
  it("has an event of its own for each thing that happens (domain.md 2.9)", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json" });
    const { id } = await makeInvoice(shop, {
      email: null,
      steps: [{ daysAfterDue: 3, fallbackChannel: "sms" }],
    });
    await act(shop, id, { act: "pause" });
    await act(shop, id, { act: "unpause" });
    await act(shop, id, { act: "credit", minor: 10_00, number: null });
    await act(shop, id, { act: "next_step" });
    await act(shop, id, { act: "hand_over" });
    await act(shop, id, { act: "transfer" });
    await drain();
    expect(await toldOf(shop, id)).toEqual([
      "ChangedStatus",
      "ChangedStatus",
      "CreatedCreditNote",
      "SentBackupReminderMessage",
      "ChangedStatus",
      "TransferredToCollectionAgency",
    ]);
  });

  it("says that a scheme is not known, and the invoice stands there rejected", async () => {
    const shop = await makeShop({ pushFormat: "buckaroo-json" });
    const values = {
      ...{ InvoiceAmount: "100.00", InvoiceDate: "2026-11-01", DueDate: "2026-11-20", SchemeKey: "no-such" },
      ...{ "Debtor/Code": "D-1", "Email/Email": "d@example.nl" },
    };
    const { Status } = await askFor(shop, "CreditManagement3", "CreateInvoice", values, { Invoice: "INV-9" });
    expect(Status.Code.Code).toBe(491);
    const [invoice] = await rowsOf<{ id: string; code: number }>(
      "select id, status_code::int as code from invoice where merchant_id = $1",
      [shop.merchantId],
    );
    expect(invoice?.code).toBe(90);
    await drain();
    expect(await toldOf(shop, invoice?.id ?? "")).toEqual(["CmSchemeValidationError"]);
    await makeScheme(shop, { key: "no-such" });
    const again = await askFor(shop, "CreditManagement3", "CreateInvoice", values, { Invoice: "INV-9" });
    expect(again.Status.Code.Code).toBe(190);
  });
});

it("stops the subscription of an invoice that nobody pays, once", async () => {
  const shop = await makeShop();
  const { id: subscriptionId } = await makeSubscription(shop, { beginDate: "2099-01-31" });
  const stop = { action: "stop_subscription", channel: null, daysAfterDue: 20 } as const;
  const { id } = await makeInvoice(shop, { steps: [stop] });
  await rowsOf("update invoice set subscription_id = $2 where id = $1", [id, subscriptionId]);
  at("2026-04-09T10:00:00Z");
  await remind(shop);
  await remind(shop);
  await drain();
  const [subscription] = await rowsOf("select status from subscription where id = $1", [subscriptionId]);
  expect(subscription).toEqual({ status: "stopped" });
  expect(await rowsOf("select event from invoice_history where invoice_id = $1", [id])).toEqual([
    { event: "stop_subscription" },
  ]);
});

it("is paid where nothing is open, whatever its status and its costs", async () => {
  const shop = await makeShop();
  const { id } = await makeInvoice(shop, { steps: [{ daysAfterDue: 3, feeMinor: 500 }] });
  await rowsOf(
    "update invoice set paid_minor = amount_minor - 4000, credited_minor = 4000, admin_costs_minor = 500 where id = $1",
    [id],
  );
  at("2026-06-01T10:00:00Z");
  await remind(shop);
  const detail = await getInvoice(shop.scope, id);
  expect(detail?.invoice).toMatchObject({ isPaid: true, openMinor: 0, openCostsMinor: 500, code: "10" });
  expect(detail).toMatchObject({ why: "nothing_open", messages: [] });
});

it("keeps no invoice from its day because another one cannot be carried out, and says so", async () => {
  const shop = await makeShop();
  const made = [await makeInvoice(shop, { number: "INV-1" }), await makeInvoice(shop, { number: "INV-2" })];
  const [broken = "", fine = ""] = made.map(({ id }) => id).toSorted();
  await rowsOf(
    `alter table invoice_step add constraint broken_step check (invoice_id <> '${broken}'::uuid) not valid`,
    [],
  );
  at("2026-06-01T12:00:00Z");
  await expect(remind(shop)).rejects.toThrow("left behind");
  await rowsOf("alter table invoice_step drop constraint broken_step", []);
  expect([await stepOf(broken), await stepOf(fine)]).toEqual([undefined, "sent"]);
});

describe("the day and the hours of a reminder", () => {
  const sentAt = async (timezone: string, instant: string): Promise<number> => {
    const shop = await makeShop({ timezone });
    // Due on the 13th of March.
    const { id } = await makeInvoice(shop, { dueDate: "2026-03-10", steps: [{ daysAfterDue: 3 }] });
    at(instant);
    await remind(shop);
    const rows = await rowsOf("select from communication where invoice_id = $1", [id]);
    return rows.length;
  };

  it.each([
    ["Pacific/Auckland", "2026-03-12T18:59:00Z", 0],
    ["Pacific/Auckland", "2026-03-12T19:01:00Z", 1],
    ["Europe/Amsterdam", "2026-03-12T19:01:00Z", 0],
    ["Europe/Amsterdam", "2026-03-13T06:59:00Z", 0],
    ["Europe/Amsterdam", "2026-03-13T07:01:00Z", 1],
    ["America/Los_Angeles", "2026-03-13T07:01:00Z", 0],
    ["America/Los_Angeles", "2026-03-13T15:01:00Z", 1],
  ])("are the merchant's own: in %s at %s %i are sent", async (timezone, instant, count) => {
    expect(await sentAt(timezone, instant)).toBe(count);
  });

  it.each([
    ["2026-03-28T06:59:00Z", 0],
    ["2026-03-29T06:01:00Z", 1],
    ["2026-10-24T06:01:00Z", 1],
    ["2026-10-25T06:01:00Z", 0],
    ["2026-10-25T07:01:00Z", 1],
  ])("follow the clock's change in Amsterdam: at %s %i are sent", async (instant, count) => {
    expect(await sentAt("Europe/Amsterdam", instant)).toBe(count);
  });
});
