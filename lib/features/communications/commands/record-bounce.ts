import sql from "sql-template-tag";
import { classify, type BounceSource, type Classified } from "@/lib/kernel/bounces";
import { comparableAddress, type Channel } from "@/lib/kernel/communications";
import { maskTraffic } from "@/lib/kernel/mask";
import { applyCommunicationEvent } from "@/lib/features/communications/commands/apply-event";
import { suppress } from "@/lib/features/communications/commands/suppress";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

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

type Message = {
  readonly id: string;
  readonly state: string;
  readonly channel: string;
  readonly addressee: string;
  readonly invoiceStepId: string | null;
};

async function readMessage(tx: Writing, id: string): Promise<Message> {
  const [message] = await tx.ask<Message>(sql`
    select id, state, channel, addressee, invoice_step_id as "invoiceStepId" from communication
    where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid`);
  if (message === undefined) throw new Error("a bounce of a message that is not there");
  return message;
}

const channelOf = (message: Message | null, stray: Stray): Channel =>
  message === null ? stray.channel : message.channel === "sms" ? "sms" : "email";

const domainOf = (address: string): string | null =>
  address.includes("@") ? (address.toLowerCase().split("@").at(-1) ?? null) : null;

const kindOf = (message: Message | null) =>
  message === null || message.invoiceStepId === null ? "PLAZA_EMAIL" : "CREDIT_MANAGEMENT";

type Row = { readonly told: BounceTold; readonly reason: string; readonly classified: Classified };

/**
 * The bounce keeps what is shown of its message, so that the report reads one table, and the invoice that the message
 * was about, or the number that the shop gave its payment.
 */
async function writeBounce(
  tx: Writing,
  message: Message | null,
  stray: Stray,
  { told, reason, classified }: Row,
) {
  const id = newId();
  const channel = channelOf(message, stray);
  const kind = kindOf(message);
  const domain = channel === "email" ? domainOf(told.addressee) : null;
  await tx.tell(sql`
    insert into bounce (merchant_id, id, report_id, kind, channel, addressee, domain, bounced_at, reason, reason_code,
      class, is_hard, source, communication_id, website_id, name, invoice_number, subject, message_sent_at, message_id,
      payment_id, data_request_id, invoice_id, invoice_step_id)
    select ${tx.scope}::uuid, ${id}::uuid, ${told.reportId ?? null}::uuid, ${kind}, ${channel}, ${told.addressee},
      ${domain}, ${told.at}::timestamptz, ${reason}, ${classified.code}, ${classified.class},
      ${classified.isHard}::boolean, ${told.source}, c.id,
      case when c.id is null then ${stray.websiteId}::uuid else c.website_id end, c.name,
      case when c.invoice_id is not null
          then (select number from invoice where merchant_id = ${tx.scope}::uuid and id = c.invoice_id)
        when c.payment_id is not null
          then (select invoice_number from payment where merchant_id = ${tx.scope}::uuid and id = c.payment_id)
        else (select invoice_number from data_request
          where merchant_id = ${tx.scope}::uuid and id = c.data_request_id) end,
      c.subject, coalesce(c.sent_at, c.created_at), c.message_id, c.payment_id, c.data_request_id, c.invoice_id,
      c.invoice_step_id
    from (values (1)) one left join communication c
      on c.merchant_id = ${tx.scope}::uuid and c.id = ${message?.id ?? null}::uuid`);
  await tx.announce(kind === "PLAZA_EMAIL" ? "email-bounces" : "credit-management-bounces", id);
  return id;
}

/** Others that a forwarding server wrote to are not the address that we write to. */
const isOurs = (message: Message | null, addressee: string) =>
  message === null || comparableAddress("email", message.addressee) === comparableAddress("email", addressee);

const unknownMessage: Stray = { channel: "email", websiteId: null };

/** Who complains has got it. A message bounces once; a second report about it is one more row. */
async function tellOfMessage(
  tx: Writing,
  message: Message,
  told: BounceTold,
  bounceId: string,
): Promise<void> {
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
  tx: Writing,
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
