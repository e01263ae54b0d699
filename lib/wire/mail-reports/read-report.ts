import {
  fieldGroups,
  recipientsIn,
  type Fields,
  type Recipient,
} from "@/lib/wire/mail-reports/delivery-status";
import { parseMail, type Mail } from "@/lib/wire/mail-reports/parse-mail";
import { addressesIn, recipientOf } from "@/lib/wire/mail-reports/recipient";
import {
  gist,
  isDaemon,
  ownWords,
  reasonIn,
  recipientsInText,
  tellsAbsence,
  tellsDelay,
  tellsFailure,
} from "@/lib/wire/mail-reports/words";

/** Who did not get the message, as far as the report says. */
export type Failure = {
  readonly address: string | null;
  readonly code: string | null;
  readonly reason: string;
};

export type Report =
  | { readonly verdict: "bounce" | "complaint"; readonly failures: readonly Failure[] }
  | {
      readonly verdict: "delayed" | "delivered" | "automatic_reply" | "spam" | "unreadable";
      readonly remark: string;
    };

type Quiet = Extract<Report, { readonly remark: string }>;
const quiet = (verdict: Quiet["verdict"], remark: string): Quiet => ({
  verdict,
  remark: remark.slice(0, 500),
});

const statusTypes = new Set(["message/delivery-status", "message/global-delivery-status"]);
const ours = new Set(["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"]);

const partsOf = (mail: Mail, types: ReadonlySet<string>) => mail.parts.filter(({ type }) => types.has(type));
const header = (mail: Mail, name: string) => mail.headers.get(name) ?? "";
const isReportType = (mail: Mail) => /multipart\/report/i.test(header(mail, "content-type"));

/** To whom our own mail went that the report brings back. */
function ownAddressee(mail: Mail): string | null {
  const headers = fieldGroups(partsOf(mail, ours)[0]?.text ?? "")[0];
  return addressesIn(headers?.get("to"))[0] ?? null;
}

const complaints = /^(?:abuse|fraud|virus|other|opt-out|dkim)/;

function complaintOf(mail: Mail, fields: Fields, type: string): Report {
  const named = recipientOf(fields.get("original-rcpt-to")) ?? recipientOf(fields.get("removal-recipient"));
  const text = ownWords(mail.text);
  const reason = reasonIn(text, null) ?? gist(text) ?? `Feedback-Type: ${type}`;
  return { verdict: "complaint", failures: [{ address: named ?? ownAddressee(mail), code: null, reason }] };
}

/** Feedback about a mail that somebody called spam (RFC 5965); other feedback is no complaint. */
function readFeedback(mail: Mail): Report | null {
  const part = mail.parts.find(({ type }) => type === "message/feedback-report");
  if (part === undefined) return null;
  const fields = new Map(
    fieldGroups(part.text)
      .flatMap((group) => [...group])
      .toReversed(),
  );
  const type = (fields.get("feedback-type") ?? "abuse").toLowerCase();
  if (type === "not-spam") return quiet("delivered", "feedback: not-spam");
  return complaints.test(type)
    ? complaintOf(mail, fields, type)
    : quiet("automatic_reply", `feedback: ${type}`);
}

/** One recipient's failure, completed from the text where the status part is silent. */
function failureOf(mail: Mail, text: string, { address: said, status, diagnostic }: Recipient): Failure {
  const address = said ?? addressesIn(header(mail, "x-failed-recipients"))[0] ?? ownAddressee(mail);
  const told = diagnostic ?? reasonIn(text, address) ?? gist(text);
  return { address, code: status, reason: told ?? status ?? "" };
}

const remarkOf = (text: string, { address, diagnostic, status }: Recipient) =>
  diagnostic ?? reasonIn(text, address) ?? status ?? "";

/** No bounce: the remark is what the report says of the first recipient that it is about. */
function notFailed(text: string, recipients: readonly Recipient[]): Report {
  const delayed = recipients.find(({ action }) => action === "delayed");
  const remark = [delayed ?? recipients[0]]
    .map((one) => (one === undefined ? "" : remarkOf(text, one)))
    .join("");
  return quiet(delayed === undefined ? "delivered" : "delayed", remark);
}

/** Nobody but a mail system: no sender to answer to, or one that says what it is. */
const isFromSystem = (mail: Mail) =>
  /^<?>?$/.test(header(mail, "return-path")) || isDaemon(header(mail, "from")) || isReportType(mail);

/** Status parts, or their fields in the text of a mail whose parts cannot be told apart. */
function statusesOf(mail: Mail): readonly Recipient[] {
  const parts = partsOf(mail, statusTypes).map(({ text }) => text);
  const isInText = parts.length === 0 && isFromSystem(mail) && /^Final-Recipient:/im.test(mail.text);
  return (isInText ? [mail.text] : parts).flatMap(recipientsIn);
}

function readStatuses(mail: Mail): Report | null {
  const recipients = statusesOf(mail);
  if (recipients.length === 0) return null;
  const failed = recipients.filter(({ action }) => action === "failed");
  const text = ownWords(mail.text);
  if (failed.length === 0) return notFailed(text, recipients);
  return { verdict: "bounce", failures: failed.map((one) => failureOf(mail, text, one)) };
}

const failuresIn = (mail: Mail, text: string): readonly Failure[] => {
  const named = addressesIn(header(mail, "x-failed-recipients"));
  const found = named.length > 0 ? named : recipientsInText(text);
  const addresses: readonly (string | null)[] = found.length > 0 ? found : [ownAddressee(mail)];
  return addresses.map((address) => ({
    address,
    code: null,
    reason: reasonIn(text, address) ?? gist(text) ?? header(mail, "subject"),
  }));
};

function isReport(mail: Mail): boolean {
  const subject = header(mail, "subject");
  const tells = tellsFailure(subject) || tellsDelay(subject) || isReportType(mail);
  return mail.headers.has("x-failed-recipients") || (tells && isFromSystem(mail));
}

/** A report by its type alone: neither its head nor its body says what happened. */
const isMute = (mail: Mail, text: string): boolean =>
  !mail.headers.has("x-failed-recipients") &&
  !tellsFailure(header(mail, "subject")) &&
  reasonIn(text, null) === null &&
  gist(text) === null;

/** Reports whose status part is empty or missing: what the headers and the words say. */
function readWords(mail: Mail): Report | null {
  if (!isReport(mail)) return null;
  const subject = header(mail, "subject");
  const text = ownWords(mail.text);
  if (tellsDelay(subject)) return quiet("delayed", reasonIn(text, null) ?? subject);
  if (isMute(mail, text)) return quiet("unreadable", "a report without words");
  return { verdict: "bounce", failures: failuresIn(mail, text) };
}

/** RFC 3834, and what systems wrote before it. */
function isAutomatic(mail: Mail): boolean {
  const submitted = header(mail, "auto-submitted").toLowerCase();
  return (
    (submitted !== "" && !submitted.startsWith("no")) ||
    ["x-autoreply", "x-autorespond", "x-autogenerated", "x-auto-response-suppress"].some((name) =>
      mail.headers.has(name),
    ) ||
    /auto_reply|bulk|junk/i.test(header(mail, "precedence")) ||
    tellsAbsence(header(mail, "subject"))
  );
}

/** RFC 8098: the mail arrived, whatever the reader did with it. */
const readReceipt = (mail: Mail): Report | null => {
  const part = mail.parts.find(({ type }) => type === "message/disposition-notification");
  return part === undefined
    ? null
    : quiet("delivered", fieldGroups(part.text)[0]?.get("disposition") ?? "disposition notification");
};

function read(mail: Mail): Report {
  const subject = header(mail, "subject");
  return (
    readFeedback(mail) ??
    readStatuses(mail) ??
    readReceipt(mail) ??
    readWords(mail) ??
    quiet(isAutomatic(mail) ? "automatic_reply" : "spam", subject)
  );
}

const isNothing = (mail: Mail) =>
  mail.headers.size === 0 ||
  (mail.text.trim() === "" && mail.parts.length === 0 && !mail.headers.has("subject"));

/**
 * What a mail that came to a return path says (wire.md 5). The library takes the mail apart; what its parts mean
 * begins here. Nothing is thrown: what nobody can read is told as that.
 */
export async function readReport(raw: Buffer): Promise<Report> {
  try {
    const mail = await parseMail(raw);
    return isNothing(mail) ? quiet("unreadable", "no headers and no text") : read(mail);
  } catch (problem) {
    return quiet("unreadable", problem instanceof Error ? problem.message : "unknown");
  }
}
