import sql from "sql-template-tag";
import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import {
  comparableAddress,
  communicationSecret,
  contentSchemas,
  type Channel,
  type CommunicationKind,
} from "@/lib/kernel/communications";
import { locales } from "@/lib/kernel/locale";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  decideAddress,
  maySendAgain,
  tidyAddress,
  toldChannel,
  type Listed,
  type ResendRefusal,
} from "@/lib/features/bounces/model";
import { queueCommunication, type CommunicationWish } from "@/lib/platform/communications";
import { lockRow } from "@/lib/platform/lock";
import { decryptSecret } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const ResendBounceInput = z.object({
  bounceId: z.uuid(),
  address: z.string().trim().min(1).max(254),
  /** "Keep this address for the customer": off unless it was ticked. */
  keep: z
    .literal("on")
    .optional()
    .transform((tick) => tick === "on"),
});
type Input = z.output<typeof ResendBounceInput>;
export type Resent = { readonly communicationId: string; readonly address: string };

async function readBounce(tx: Tx, id: string) {
  if (!(await lockRow(tx, "bounce", id))) return null;
  return tx.db.bounce.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    include: { communication: true },
  });
}
type Bounce = NonNullable<Awaited<ReturnType<typeof readBounce>>>;
type Message = NonNullable<Bounce["communication"]>;

async function listedAs(tx: Tx, channel: Channel, address: string): Promise<Listed> {
  const [listed] = await tx.ask<{ cause: "hard_bounce" | "complaint" }>(sql`
    select cause from suppression where merchant_id = ${tx.scope}::uuid and channel = ${channel}
      and address = ${comparableAddress(channel, address)} and lifted_at is null`);
  return listed?.cause ?? null;
}

/** The same message to another address; what its kind takes was checked when it was written first. */
function wishOf(message: Message, kind: CommunicationKind, addressee: string): CommunicationWish {
  const { secretContent } = message;
  const wish = {
    kind,
    content: contentSchemas[kind].parse(message.content),
    secret:
      secretContent === null ? null : communicationSecret.parse(JSON.parse(decryptSecret(secretContent))),
    channel: toldChannel(message.channel),
    locale: locales.find((locale) => locale === message.locale) ?? "en",
    addressee,
    name: message.name,
    resendOfId: message.id,
    websiteId: message.websiteId,
    paymentId: message.paymentId,
    refundId: message.refundId,
    dataRequestId: message.dataRequestId,
    invoiceId: message.invoiceId,
    invoiceStepId: message.invoiceStepId,
  };
  return wish as CommunicationWish;
}

async function keepForDebtor(tx: Tx, invoiceId: string, channel: Channel, address: string) {
  const { debtorId } = await tx.db.invoice.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: invoiceId } },
    select: { debtorId: true },
  });
  const own =
    channel === "email"
      ? { email: address, emailUnreachable: false }
      : { mobile: address, mobileUnreachable: false };
  await tx.db.debtor.update({
    where: { merchantId_id: { merchantId: tx.scope, id: debtorId } },
    data: { ...own, changedAt: tx.now },
    select: { id: true },
  });
}

/** The address goes to what the message was about: the invoice's debtor, the payment or the data request. */
async function keepAddress(tx: Tx, message: Message, channel: Channel, address: string): Promise<void> {
  const { invoiceId, paymentId, dataRequestId } = message;
  if (invoiceId !== null) return keepForDebtor(tx, invoiceId, channel, address);
  if (paymentId !== null && channel === "email") {
    const where = { merchantId_id: { merchantId: tx.scope, id: paymentId } };
    // Payments are found by it, in lower case.
    const data = { customerEmail: address.toLowerCase() };
    await tx.db.payment.update({ where, data, select: { id: true } });
    return tx.announce("payments", paymentId);
  }
  if (dataRequestId === null) return;
  const where = { merchantId_id: { merchantId: tx.scope, id: dataRequestId } };
  const data = channel === "email" ? { customerEmail: address } : { customerPhone: address };
  await tx.db.dataRequest.update({ where, data, select: { id: true } });
  await tx.announce("data-requests", dataRequestId);
}

async function markResent(tx: Tx, bounce: Bounce, resentId: string, resentTo: string): Promise<void> {
  await tx.db.bounce.update({
    where: { merchantId_id: { merchantId: tx.scope, id: bounce.id } },
    data: { resentId, resentAt: tx.now, resentBy: actorLabel(tx.actor), resentTo },
    select: { id: true },
  });
  const list = bounce.kind === "PLAZA_EMAIL" ? "email-bounces" : "credit-management-bounces";
  await tx.announce(list, bounce.id);
}

type Wish = {
  readonly message: Message;
  readonly kind: CommunicationKind;
  readonly channel: Channel;
  readonly address: string;
};

/** What is sent, and whereto, or why not. */
async function decide(tx: Tx, bounce: Bounce, typed: string): Promise<Result<Wish, ResendRefusal>> {
  const { communication: message } = bounce;
  const kind = maySendAgain({ ...bounce, kind: message?.kind ?? null }, tx.now);
  if (!kind.ok) return kind;
  if (message === null) return err("no_message");
  const channel = toldChannel(bounce.channel);
  const address = tidyAddress(channel, typed);
  const target = decideAddress(channel, address, await listedAs(tx, channel, address));
  return target.ok ? ok({ message, kind: kind.value, channel, address }) : target;
}

/** Who sent what whereto stands in the audit, of the payment too. */
async function tell(
  tx: Tx,
  bounce: Bounce,
  after: string,
  facts: { communicationId: string; kept: boolean },
) {
  const told = { ...facts, before: bounce.addressee, after };
  await tx.audit("bounce.resent", ["bounce", bounce.id], told);
  if (bounce.paymentId !== null) await tx.audit("bounce.resent", ["payment", bounce.paymentId], told);
}

/** BK-10: the message once more, under a new id, to the address as it is or as it was corrected. The bounce stays. */
export const resendBounce = (actor: Actor, { bounceId, address: typed, keep }: Input) =>
  inTransaction(actor, async (tx): Promise<Result<Resent, ResendRefusal>> => {
    const bounce = await readBounce(tx, bounceId);
    if (bounce === null) return err("not_found");
    const decided = await decide(tx, bounce, typed);
    if (!decided.ok) return decided;
    const { message, kind, channel, address } = decided.value;
    const queued = await queueCommunication(tx, wishOf(message, kind, address));
    if (keep) await keepAddress(tx, message, channel, address);
    await markResent(tx, bounce, queued.id, address);
    await tell(tx, bounce, address, { communicationId: queued.id, kept: keep });
    return ok({ communicationId: queued.id, address });
  });
