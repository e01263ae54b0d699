import { communicationSecret, contentSchemas, type Channel } from "@/lib/kernel/communications";
import type { ClaimedCommunication } from "@/lib/features/communications/jobs/claim";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { renderMail, renderSms, type Message } from "@/lib/platform/mail/render";
import { sendMail } from "@/lib/platform/mail/smtp";
import type { SmtpOutcome } from "@/lib/platform/mail/smtp-line";
import { decryptSecret } from "@/lib/platform/secrets";
import type { SmsOutcome } from "@/lib/platform/sms/port";
import { smsProvider } from "@/lib/platform/sms/sms";

/** A message that was handed over, or not, and is not written down yet. */
export type Attempted = {
  readonly communication: ClaimedCommunication;
  readonly subject: string | null;
  readonly outcome: SmtpOutcome | SmsOutcome;
};

/** Whether there is anybody to hand messages of a channel to. */
export const hasCarrier = (channel: Channel): boolean =>
  channel === "email" ? env().smtpUrl !== null : smsProvider() !== null;

const messageOf = (one: ClaimedCommunication) =>
  ({
    kind: one.kind,
    locale: mailLocale(one.locale),
    content: contentSchemas[one.kind].parse(one.content),
    secret:
      one.secretContent === null
        ? null
        : communicationSecret.parse(JSON.parse(decryptSecret(one.secretContent))),
    name: one.name,
  }) as Message;

async function mail(one: ClaimedCommunication): Promise<Attempted> {
  const { subject, text, html } = await renderMail(messageOf(one));
  const { addressee, name, replyTo, locale, messageId, returnToken } = one;
  const parts = { subject, text, html, locale, messageId, returnToken };
  const outcome = await sendMail(env().smtpUrl ?? "", { to: addressee, name, replyTo, ...parts });
  return { communication: one, subject, outcome };
}

const isNumber = (text: string) => /^\+[1-9]\d{6,14}$/.test(text);

async function text(one: ClaimedCommunication): Promise<Attempted> {
  const provider = smsProvider();
  if (provider === null) throw new Error("there is no SMS provider");
  const invalid = {
    kind: "refused",
    isHard: true,
    code: "invalid_number",
    reply: "not a phone number",
  } as const;
  const outcome = isNumber(one.addressee)
    ? await provider.send({ id: one.id, to: one.addressee, text: await renderSms(messageOf(one)) })
    : invalid;
  return { communication: one, subject: null, outcome };
}

/** One that cannot be written, such as with a secret of another key, must not hold up the others: it is tried again. */
export async function attempt(channel: Channel, one: ClaimedCommunication): Promise<Attempted> {
  try {
    return await (channel === "email" ? mail(one) : text(one));
  } catch (problem) {
    const line = { source: "communications", communicationId: one.id, problem: String(problem) };
    logger().error(line, "a message could not be written");
    return {
      communication: one,
      subject: null,
      outcome: { kind: "unreachable", reason: "the message could not be written" },
    };
  }
}
