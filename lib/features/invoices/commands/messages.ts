import { comparableAddress, type Channel } from "@/lib/kernel/communications";
import { openCostsOf, openMinorOf } from "@/lib/features/invoices/model";
import { stepsOf, sumsOf, type Stepping } from "@/lib/features/invoices/commands/plan-next-step";
import { isMessage, type Reach, type StepAction, type Unreachable } from "@/lib/features/schemes/model";
import { queueCommunication } from "@/lib/platform/communications";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { ticketAddress } from "@/lib/platform/tickets";
import type { Tx } from "@/lib/platform/tx";

type Debtor = Pick<
  Stepping["debtor"],
  "name" | "email" | "mobile" | "emailUnreachable" | "mobileUnreachable" | "culture"
>;

/** Only the mobile number is used for SMS (domain.md 2.9). */
export const addressOf = (debtor: Debtor, channel: Channel): string | null =>
  channel === "email" ? debtor.email : debtor.mobile;

async function problemOf(tx: Tx, debtor: Debtor, channel: Channel): Promise<Unreachable | null> {
  const address = addressOf(debtor, channel);
  if (address === null) return "no_address";
  if (channel === "email" ? debtor.emailUnreachable : debtor.mobileUnreachable) return "unreachable";
  const listed = await tx.db.suppression.findFirst({
    where: {
      merchantId: tx.scope,
      channel,
      address: comparableAddress(channel, address),
      liftedAt: null,
    },
    select: { id: true },
  });
  return listed === null ? null : "suppressed";
}

export const reachOf = async (tx: Tx, debtor: Debtor): Promise<Reach> => ({
  email: await problemOf(tx, debtor, "email"),
  sms: await problemOf(tx, debtor, "sms"),
});

const linkMs = 365 * 86_400_000;

/** Where the customer pays: the page of the request that created the invoice. */
async function payLink(tx: Tx, invoiceId: string): Promise<string> {
  const { id } = await tx.db.dataRequest.findFirstOrThrow({
    where: { merchantId: tx.scope, invoiceId, action: { in: ["CreateInvoice", "CreateCombinedInvoice"] } },
    select: { id: true },
  });
  const until = new Date(tx.now.getTime() + linkMs);
  return ticketAddress("pay", { merchantId: tx.scope, id, until });
}

function contentOf(invoice: Stepping, position: number) {
  const { currency } = invoice;
  const sums = sumsOf(invoice);
  const costs = openCostsOf(sums);
  const messages = stepsOf(invoice).filter((step) => isMessage(step) && step.position <= position);
  return {
    shop: invoice.shop,
    invoice: invoice.number,
    open: { minor: openMinorOf(sums), currency },
    ...(costs === 0 ? {} : { adminCosts: { minor: costs, currency } }),
    dueOn: invoice.dueDate.toISOString().slice(0, 10),
    step: Math.max(1, messages.length),
    timezone: invoice.timezone,
  };
}

type Wish = {
  readonly step: { readonly id: string; readonly position: number; readonly action: StepAction };
  readonly channel: Channel;
};

/** The message of a step, with a link to pay, in the customer's language. */
export async function queueStepMessage(tx: Tx, invoice: Stepping, { step, channel }: Wish): Promise<string> {
  const { debtor } = invoice;
  const culture = invoice.culture ?? debtor.culture;
  const sent = await queueCommunication(tx, {
    websiteId: invoice.websiteId,
    channel,
    kind: step.action === "invitation" ? "invoice_invitation" : "invoice_reminder",
    locale: mailLocale(culture?.slice(0, 2).toLowerCase() ?? null),
    addressee: addressOf(debtor, channel) ?? "",
    ...(debtor.name === null ? {} : { name: debtor.name }),
    content: contentOf(invoice, step.position),
    secret: { link: await payLink(tx, invoice.id) },
    invoiceId: invoice.id,
    invoiceStepId: step.id,
  });
  return sent.id;
}
