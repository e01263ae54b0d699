import { createFollowingPayment } from "@/lib/features/payments/commands/create-payment";
import { intentOf } from "@/lib/features/data-requests/model";
import { followInvoicePayment } from "@/lib/features/invoices/jobs/follow-payment";
import { remindInvoices } from "@/lib/features/invoices/jobs/remind";
import { newId } from "@/lib/platform/ids";
import { actorOf, type AskingWebsite } from "./asking";
import { dayMs } from "./calendar";
import { hourMs } from "./setting";
import { at } from "./time-travel";

/** Within the hours of reminders in every zone of the demo. */
const reminderHour = 10;

type Span = { readonly from: Date; readonly to: Date };

/** The portal's own daily walk over the invoices, each day when it was; nothing of the past is left for today. */
export async function remindDaily(websites: readonly AskingWebsite[], { from, to }: Span): Promise<void> {
  const merchantIds = new Set(websites.map(({ merchantId }) => merchantId));
  const firstMs = from.getTime() - (from.getTime() % dayMs) + reminderHour * hourMs;
  for (let ms = firstMs; ms < to.getTime(); ms += dayMs) {
    if (ms < from.getTime()) continue;
    for (const merchantId of merchantIds)
      await at(new Date(ms), () => remindInvoices({ version: 1, merchantId }));
  }
}

const card = { number: "4111111111111111", expiry: "12/2030", securityCode: "123" };

type Paying = { readonly dataRequestId: string; readonly invoice: string; readonly minor: number };

/** The customer pays by the link of the request that created the invoice. */
export async function payByLink(
  website: AskingWebsite,
  { dataRequestId, invoice, minor }: Paying,
): Promise<void> {
  const paid = await createFollowingPayment(actorOf(website), {
    ...{ websiteId: website.id, invoiceNumber: invoice, card, method: "card", captureMode: "immediate" },
    amount: { minor, currency: "EUR" },
    intentId: intentOf(dataRequestId, "0"),
    source: "payment_link",
  });
  if (!paid.ok) throw new Error(`invoice ${invoice} was not paid: ${paid.error}`);
  const { paymentId } = paid.value;
  await followInvoicePayment({ version: 1, merchantId: website.merchantId, paymentId, historyId: newId() });
}
