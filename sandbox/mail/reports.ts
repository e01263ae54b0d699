import type { ReportKind } from "./behaviour";

export type Reported = {
  /** To whom our mail went, and where its reports come back. */
  readonly addressee: string;
  readonly returnPath: string;
  readonly messageId: string | null;
  readonly subject: string;
  /** Headers of our mail, as they came. */
  readonly headers: string;
  readonly at: Date;
};

const boundary = "=_sandbox_report";
const crlf = (text: string) => text.replaceAll(/\r?\n/g, "\r\n");

const head = ({ returnPath, at }: Reported, lines: readonly string[]) =>
  [`To: ${returnPath}`, `Date: ${at.toUTCString()}`, "MIME-Version: 1.0", ...lines].join("\n");

const part = (type: string, body: string) => `--${boundary}\nContent-Type: ${type}\n\n${body}\n`;

type Status = {
  readonly action: "failed" | "delayed";
  readonly status: string;
  readonly diagnostic: string | null;
  readonly words: string;
};

/** A report as RFC 3464 asks for it. */
function deliveryReport(mail: Reported, { action, status, diagnostic, words }: Status): string {
  const subject =
    action === "failed" ? "Undelivered Mail Returned to Sender" : "Delayed Mail (still being retried)";
  const fields = [
    `Reporting-MTA: dns; mx.bounce.example\nArrival-Date: ${mail.at.toUTCString()}\n`,
    `Final-Recipient: rfc822; ${mail.addressee}\nAction: ${action}\nStatus: ${status}`,
    ...(diagnostic === null ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
  ].join("\n");
  return [
    head(mail, [
      "From: Mail Delivery System <MAILER-DAEMON@mx.bounce.example>",
      `Subject: ${subject}`,
      "Auto-Submitted: auto-replied",
      `Content-Type: multipart/report; report-type=delivery-status;\n\tboundary="${boundary}"`,
    ]),
    "",
    part("text/plain; charset=utf-8", words),
    part("message/delivery-status", fields),
    part("text/rfc822-headers", mail.headers),
    `--${boundary}--`,
  ].join("\n");
}

/** As Exim writes it: the status says nothing, and the reason stands in the text alone (wire.md 5). */
const eximReport = (mail: Reported): string =>
  [
    head(mail, [
      `X-Failed-Recipients: ${mail.addressee}`,
      "Auto-Submitted: auto-replied",
      "From: Mail Delivery System <Mailer-Daemon@relay.bounce.example>",
      `Content-Type: multipart/report; report-type=delivery-status; boundary=${boundary}`,
      "Subject: Mail delivery failed: returning message to sender",
    ]),
    "",
    `--${boundary}\nContent-type: text/plain; charset=us-ascii\n`,
    "This message was created automatically by mail delivery software.\n",
    "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n",
    `  ${mail.addressee}\n    550 5.1.1 The email account that you tried to reach does not exist\n`,
    `--${boundary}\nContent-type: message/delivery-status\n`,
    `Reporting-MTA: dns; relay.bounce.example\n\nAction: failed\nFinal-Recipient: rfc822;${mail.addressee}\nStatus: 5.0.0\n`,
    `--${boundary}\nContent-type: message/rfc822\n\n${mail.headers}\n`,
    `--${boundary}--`,
  ].join("\n");

/** A complaint of a person at their mail provider (RFC 5965). */
const complaint = (mail: Reported): string =>
  [
    head(mail, [
      "From: <feedback@mx.bounce.example>",
      "Subject: FW: complaint",
      `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    ]),
    "",
    part("text/plain; charset=us-ascii", "This is an email abuse report for a message received from you."),
    part(
      "message/feedback-report",
      `Feedback-Type: abuse\nUser-Agent: Sandbox/1\nVersion: 1\nOriginal-Mail-From: <${mail.returnPath}>\nOriginal-Rcpt-To: <${mail.addressee}>`,
    ),
    part("text/rfc822-headers", mail.headers),
    `--${boundary}--`,
  ].join("\n");

const automaticReply = (mail: Reported): string =>
  [
    head(mail, [
      `From: <${mail.addressee}>`,
      `Subject: Out of office: ${mail.subject.replaceAll(/[^\x20-\x7e]/g, "?")}`,
      "Auto-Submitted: auto-replied",
      ...(mail.messageId === null ? [] : [`In-Reply-To: ${mail.messageId}`]),
      "Content-Type: text/plain; charset=utf-8",
    ]),
    "",
    "I am away until Monday and read no mail.",
  ].join("\n");

/** Cut off behind its headers. */
const unreadable = (mail: Reported): string =>
  `${head(mail, ['Content-Type: multipart/report; boundary="'])}\n\n`;

const failed = (status: string, diagnostic: string): Status => ({
  action: "failed",
  status,
  diagnostic,
  words: `Your message could not be delivered.\n\n${diagnostic}`,
});

const writers: Readonly<Record<ReportKind, (mail: Reported) => string>> = {
  unknown_user: (mail) =>
    deliveryReport(
      mail,
      failed(
        "5.1.1",
        `550 5.1.1 <${mail.addressee}>: Recipient address rejected:\n    User unknown in virtual mailbox table`,
      ),
    ),
  unknown_user_in_words: eximReport,
  mailbox_full: (mail) =>
    deliveryReport(
      mail,
      failed("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota"),
    ),
  spam: (mail) =>
    deliveryReport(
      mail,
      failed(
        "5.7.1",
        "550-5.7.1 Our system has detected that this message is\n    550-5.7.1 likely unsolicited mail. To reduce the amount of spam,\n    550 5.7.1 this message has been blocked",
      ),
    ),
  gave_up: (mail) => deliveryReport(mail, failed("4.4.7", "delivery time expired")),
  delayed: (mail) =>
    deliveryReport(mail, {
      action: "delayed",
      status: "4.4.1",
      diagnostic: null,
      words: "This is a warning message only. You do not need to resend your message.",
    }),
  automatic_reply: automaticReply,
  complaint,
  unreadable,
};

/** The mail that comes back. */
export const reportOf = (kind: ReportKind, mail: Reported): Buffer =>
  Buffer.from(crlf(writers[kind](mail)), "utf8");
