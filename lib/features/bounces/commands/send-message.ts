import sql from "sql-template-tag";
import { z } from "zod";
import {
  comparableAddress,
  communicationSecret,
  contentSchemas,
  type Channel,
  type CommunicationKind,
} from "@/lib/kernel/communications";
import { locales } from "@/lib/kernel/locale";
import { ok, type Result } from "@/lib/kernel/result";
import {
  decideAddress,
  tidyAddress,
  toldChannel,
  type Listed,
  type ResendRefusal,
} from "@/lib/features/bounces/model";
import { queueCommunication, type CommunicationWish } from "@/lib/platform/communications";
import type { Communication } from "@/lib/platform/generated/client";
import { decryptSecret } from "@/lib/platform/secrets";
import type { Tx } from "@/lib/platform/tx";

export const TypedAddress = z.string().trim().min(1).max(254);
/** "Keep this address for the customer": off unless it was ticked. */
export const KeepTick = z
  .literal("on")
  .optional()
  .transform((tick) => tick === "on");

export type Resent = { readonly communicationId: string; readonly address: string };
/** What is sent once more, and whereto. */
export type Resend = {
  readonly message: Communication;
  readonly kind: CommunicationKind;
  readonly channel: Channel;
  readonly address: string;
};

async function listedAs(tx: Tx, channel: Channel, address: string): Promise<Listed> {
  const [listed] = await tx.ask<{ cause: "hard_bounce" | "complaint" }>(sql`
    select cause from suppression where merchant_id = ${tx.scope}::uuid and channel = ${channel}
      and address = ${comparableAddress(channel, address)} and lifted_at is null`);
  return listed?.cause ?? null;
}

/** The same message to another address; what its kind takes was checked when it was written first. */
function wishOf(message: Communication, kind: CommunicationKind, addressee: string): CommunicationWish {
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
async function keepAddress(tx: Tx, message: Communication, channel: Channel, address: string): Promise<void> {
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

type Typed = Pick<Resend, "message" | "kind"> & { readonly typed: string };

/** Whether the address, as it is or as it was corrected, may be written to. */
export async function decideResend(
  tx: Tx,
  { message, kind, typed }: Typed,
): Promise<Result<Resend, ResendRefusal>> {
  const channel = toldChannel(message.channel);
  const address = tidyAddress(channel, typed);
  const target = decideAddress(channel, address, await listedAs(tx, channel, address));
  return target.ok ? ok({ message, kind, channel, address }) : target;
}

export async function carryOut(tx: Tx, { message, kind, channel, address }: Resend, keep: boolean) {
  const queued = await queueCommunication(tx, wishOf(message, kind, address));
  if (keep) await keepAddress(tx, message, channel, address);
  return queued;
}
