import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/platform/env";

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly locale: string;
  /** Stays the same over all tries, so that a mail server may know a mail that it has seen. */
  readonly id: string;
};

const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

let known: Transporter | null = null;

function transport(url: string): Transporter {
  known ??= createTransport({ url, pool: true, maxConnections: 2, ...timeouts });
  return known;
}

/** Hands a mail over. False: no mail server is configured. @throws when the server does not take it. */
export async function sendMail(mail: Mail): Promise<boolean> {
  const { smtpUrl, mailFrom, baseUrl } = env();
  if (smtpUrl === null) return false;
  await transport(smtpUrl).sendMail({
    from: mailFrom,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${new URL(baseUrl).hostname}>`,
    headers: {
      "Content-Language": mail.locale,
      // RFC 3834: no vacation notice answers it.
      "Auto-Submitted": "auto-generated",
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return true;
}

export function closeMail(): void {
  known?.close();
  known = null;
}
