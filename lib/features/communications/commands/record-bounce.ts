import { classify, type BounceSource, type Classified } from "@/lib/kernel/bounces";
import { comparableAddress, type Channel } from "@/lib/kernel/communications";
import { maskTraffic } from "@/lib/kernel/mask";
import { applyCommunicationEvent } from "@/lib/features/communications/commands/apply-event";
import { suppress } from "@/lib/features/communications/commands/suppress";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

const longestReason = 2_000;

export type BounceTold = {
  readonly addressee: string;
  readonly at: Date;
  /** The server's or provider's own words. */
  readonly reason: string;
  /** Enhanced status code or the provider's code. */
  readonly code: string | null;
  readonly source: BounceSource;
  readonly isComplaint?: boolean;
  readonly reportId?: string;
};

/** About no message that we know: what is known all the same (BK-E5). */
export type Stray = { readonly channel: Channel; readonly websiteId: string | null };

const textOf = (reason: string) =>
  maskTraffic(reason.replace(/\p{Cc}+/gu, " ").trim()).slice(0, longestReason);

const readMessage = (tx: Tx, id: string) =>
  tx.db.communication.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      id: true,
      state: true,
      channel: true,
      websiteId: true,
      addressee: true,
      name: true,
      subject: true,
      sentAt: true,
      createdAt: true,
      messageId: true,
      paymentId: true,
      dataRequestId: true,
      invoiceId: true,
      invoiceStepId: true,
    },
  });
type Message = Awaited<ReturnType<typeof readMessage>>;

/** The invoice that the message was about, or the number that the shop gave its payment. */
async function invoiceNumberOf(tx: Tx, { invoiceId, paymentId, dataRequestId }: Message) {
  const at = (id: string) => ({ where: { merchantId_id: { merchantId: tx.scope, id } } });
  if (invoiceId !== null)
    return (await tx.db.invoice.findUnique({ ...at(invoiceId), select: { number: true } }))?.number ?? null;
  const select = { invoiceNumber: true };
  const about =
    paymentId !== null
      ? await tx.db.payment.findUnique({ ...at(paymentId), select })
      : dataRequestId !== null
        ? await tx.db.dataRequest.findUnique({ ...at(dataRequestId), select })
        : null;
  return about?.invoiceNumber ?? null;
}

/** What the bounce keeps of the message, so that the report reads one table. */
async function factsOf(tx: Tx, message: Message) {
  const { id, state: _, addressee: __, sentAt, createdAt, ...kept } = message;
  return {
    ...kept,
    communicationId: id,
    messageSentAt: sentAt ?? createdAt,
    invoiceNumber: await invoiceNumberOf(tx, message),
    kind: message.invoiceStepId === null ? "PLAZA_EMAIL" : "CREDIT_MANAGEMENT",
  };
}

const channelOf = (message: Message | null, stray: Stray): Channel =>
  message === null ? stray.channel : message.channel === "sms" ? "sms" : "email";

const domainOf = (address: string) =>
  address.includes("@") ? address.toLowerCase().split("@").at(-1) : null;

type Row = { readonly told: BounceTold; readonly reason: string; readonly classified: Classified };

async function writeBounce(tx: Tx, message: Message | null, stray: Stray, { told, reason, classified }: Row) {
  const id = newId();
  const channel = channelOf(message, stray);
  const facts = message === null ? { kind: "PLAZA_EMAIL", ...stray } : await factsOf(tx, message);
  await tx.db.bounce.create({
    data: {
      ...facts,
      ...{ merchantId: tx.scope, id, reportId: told.reportId ?? null },
      addressee: told.addressee,
      domain: channel === "email" ? (domainOf(told.addressee) ?? null) : null,
      ...{ bouncedAt: told.at, reason, source: told.source },
      ...{ class: classified.class, reasonCode: classified.code, isHard: classified.isHard },
    },
    select: { id: true },
  });
  await tx.announce(facts.kind === "PLAZA_EMAIL" ? "email-bounces" : "credit-management-bounces", id);
  return id;
}

/** Others that a forwarding server wrote to are not the address that we write to. */
const isOurs = (message: Message | null, addressee: string) =>
  message === null || comparableAddress("email", message.addressee) === comparableAddress("email", addressee);

const unknownMessage: Stray = { channel: "email", websiteId: null };

/** Who complains has got it. A message bounces once; a second report about it is one more row. */
async function tellOfMessage(tx: Tx, message: Message, told: BounceTold, bounceId: string): Promise<void> {
  if (told.isComplaint !== true)
    await applyCommunicationEvent(tx, message, "bounce", { reason: textOf(told.reason) });
  if (message.invoiceStepId !== null)
    await tx.emit("communication.bounced", { communicationId: message.id, bounceId });
}

/**
 * Books that a message did not arrive, in the caller's transaction: one row per report and recipient (BK-E6), the
 * message's state, and the address on the list when sending again would do harm.
 */
export async function recordBounce(
  tx: Tx,
  communication: { readonly id: string } | null,
  told: BounceTold,
  stray: Stray = unknownMessage,
): Promise<{ readonly bounceId: string }> {
  const message = communication === null ? null : await readMessage(tx, communication.id);
  const channel = channelOf(message, stray);
  const reason = textOf(told.reason);
  const classified = classify({ ...told, reason, channel });
  const bounceId = await writeBounce(tx, message, stray, { told, reason, classified });
  if (message !== null) await tellOfMessage(tx, message, told, bounceId);
  if (classified.isHard && isOurs(message, told.addressee)) {
    const cause = classified.class === "complaint" ? "complaint" : "hard_bounce";
    await suppress(tx, { channel, address: told.addressee, cause, bounceId });
  }
  await tx.audit("bounce.recorded", ["bounce", bounceId], { class: classified.class, source: told.source });
  return { bounceId };
}
