import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import type { SmtpOutcome } from "@/lib/platform/mail/smtp-line";
import { smtpLines } from "@/lib/platform/mail/smtp-lines";

export type OutgoingMail = {
  readonly to: string;
  readonly name: string | null;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly locale: string;
  /** Without brackets. The same over all tries, so that a mail server may know a mail that it has seen. */
  readonly messageId: string;
  /** Reports come back to an address of its own (VERP): every bounce finds its mail. */
  readonly returnToken: string;
};

const returnPathOf = (token: string) => `bounce+${token}@${env().returnPathDomain}`;

async function write(mail: OutgoingMail) {
  const composed = new MailComposer({
    from: env().mailFrom,
    to: { name: mail.name ?? "", address: mail.to },
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.messageId}>`,
    date: now(),
    headers: {
      "Content-Language": mail.locale,
      // RFC 3834: no vacation notice answers it.
      "Auto-Submitted": "auto-generated",
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  composed.setEnvelope({ from: returnPathOf(mail.returnToken), to: mail.to });
  const { from, to } = composed.getEnvelope();
  return { envelope: { from: from || "", to: to[0] ?? mail.to }, mail: await composed.build() };
}

/** Hands a mail over and says how that went. It throws only where the mail cannot be written. */
export async function sendMail(url: string, mail: OutgoingMail): Promise<SmtpOutcome> {
  const written = await write(mail);
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), env().smtpTimeoutMs);
  try {
    return await smtpLines(url).send(written.envelope, written.mail, cut.signal);
  } finally {
    clearTimeout(timer);
  }
}
