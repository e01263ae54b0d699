import { randomInt } from "node:crypto";
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import sql from "sql-template-tag";
import type { z } from "zod";
import { actorLabel } from "@/lib/kernel/access";
import {
  comparableAddress,
  contentSchemas,
  type Channel,
  type CommunicationKind,
  type CommunicationSecret,
} from "@/lib/kernel/communications";
import type { Locale } from "@/lib/kernel/locale";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { encryptSecret } from "@/lib/platform/secrets";
import type { Writing } from "@/lib/platform/tx";

type Common = {
  /** Given: queued once, however often it is wished. */
  readonly id?: string;
  /** Null: about the portal itself. */
  readonly websiteId: string | null;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly addressee: string;
  readonly name?: string | null;
  readonly secret?: CommunicationSecret | null;
  readonly paymentId?: string | null;
  readonly refundId?: string | null;
  readonly dataRequestId?: string | null;
  readonly invoiceId?: string | null;
  readonly invoiceStepId?: string | null;
  readonly resendOfId?: string | null;
};

/** A message and what its template takes. */
export type CommunicationWish = {
  [K in CommunicationKind]: Common & {
    readonly kind: K;
    readonly content: z.input<(typeof contentSchemas)[K]>;
  };
}[CommunicationKind];

export type QueuedCommunication = { readonly id: string; readonly state: string };

const tokenSigns = "abcdefghijklmnopqrstuvwxyz0123456789";
/** 134 random bits in signs that no mail system changes the case of. */
const newReturnToken = () =>
  Array.from({ length: 26 }, () => tokenSigns[randomInt(tokenSigns.length)]).join("");

/** E.164 where it can be one; what cannot is kept as it was typed, and fails when it is sent. */
async function numberOf(tx: Writing, typed: string): Promise<string> {
  const [merchant] = await tx.ask<{ country: string }>(sql`
    select country from merchant where id = ${tx.scope}::uuid`);
  const country = merchant?.country ?? "";
  const parsed = parsePhoneNumberFromString(typed, isSupportedCountry(country) ? country : undefined);
  return parsed?.isPossible() === true ? parsed.number : typed.trim();
}

async function isSuppressed(tx: Writing, channel: Channel, addressee: string): Promise<boolean> {
  const listed = await tx.ask(sql`
    select 1 from suppression where merchant_id = ${tx.scope}::uuid and channel = ${channel}
      and address = ${comparableAddress(channel, addressee)} and lifted_at is null`);
  return listed.length > 0;
}

type Row = { readonly id: string; readonly addressee: string; readonly state: "queued" | "suppressed" };

const orNull = (value: string | null | undefined) => value ?? null;

/** False: there is one with this id. */
async function insert(tx: Writing, wish: CommunicationWish, { id, addressee, state }: Row): Promise<boolean> {
  const content = contentSchemas[wish.kind].parse(wish.content);
  const row = {
    ...{ id, addressee, state, channel: wish.channel, kind: wish.kind, locale: wish.locale, content },
    website_id: wish.websiteId,
    name: orNull(wish.name),
    secret_content: wish.secret ? encryptSecret(JSON.stringify(wish.secret)) : null,
    ...{ payment_id: orNull(wish.paymentId), refund_id: orNull(wish.refundId) },
    ...{ data_request_id: orNull(wish.dataRequestId), invoice_id: orNull(wish.invoiceId) },
    ...{ invoice_step_id: orNull(wish.invoiceStepId), resend_of_id: orNull(wish.resendOfId) },
    message_id: `${id}@${new URL(env().baseUrl).hostname}`,
    return_token: newReturnToken(),
    next_attempt_at: state === "queued" ? tx.now : null,
  };
  const inserted = await tx.ask(sql`
    insert into communication (merchant_id, id, website_id, channel, kind, locale, addressee, name, content,
      secret_content, payment_id, refund_id, data_request_id, invoice_id, invoice_step_id, resend_of_id, state,
      message_id, return_token, next_attempt_at, actor, correlation_id, created_at, status_at)
    select ${tx.scope}::uuid, c.*, ${actorLabel(tx.actor)}, ${tx.correlationId}::uuid, ${tx.now}::timestamptz,
      ${tx.now}::timestamptz
    from json_to_record(${JSON.stringify(row)}::json) as c (id uuid, website_id uuid, channel text, kind text,
      locale text, addressee text, name text, content jsonb, secret_content text, payment_id uuid, refund_id uuid,
      data_request_id uuid, invoice_id uuid, invoice_step_id uuid, resend_of_id uuid, state text, message_id text,
      return_token text, next_attempt_at timestamptz)
    on conflict (merchant_id, id) do nothing returning id`);
  return inserted.length === 1;
}

/** Has a message sent, exactly when the caller's transaction commits; an address on the list is not written to. */
export async function queueCommunication(tx: Writing, wish: CommunicationWish): Promise<QueuedCommunication> {
  const { id = newId(), channel } = wish;
  const addressee = channel === "sms" ? await numberOf(tx, wish.addressee) : wish.addressee.trim();
  const state = (await isSuppressed(tx, channel, addressee)) ? "suppressed" : "queued";
  if (!(await insert(tx, wish, { id, addressee, state }))) {
    const [known] = await tx.ask<QueuedCommunication>(sql`
      select id, state from communication where merchant_id = ${tx.scope}::uuid and id = ${id}::uuid`);
    return known ?? { id, state };
  }
  await tx.tell(sql`
    insert into communication_history (merchant_id, id, communication_id, event, to_state, actor, correlation_id, at)
    values (${tx.scope}::uuid, ${newId()}::uuid, ${id}::uuid, ${state === "queued" ? "queue" : "suppress"}, ${state},
      ${actorLabel(tx.actor)}, ${tx.correlationId}::uuid, ${tx.now}::timestamptz)`);
  if (state === "queued") await tx.emit("communications.deliver", { channel });
  await tx.announce("emails", id);
  return { id, state };
}
