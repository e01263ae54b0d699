import { simpleParser, type Attachment, type Headers } from "mailparser";

type MailPart = { readonly type: string; readonly text: string };
export type Mail = {
  /** By lower-case name; of a repeated one the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** Everything that is no text to read: status parts, complaints, our own message. */
  readonly parts: readonly MailPart[];
};

/** What one report may cost: a part more makes it unreadable, not the process ill. */
const limits = { maxHeadSize: 64 * 1024, maxChildNodes: 200, maxHtmlLengthToParse: 256 * 1024 };
const longestPart = 64 * 1024;

const decodedAs = (label: string, bytes: Uint8Array, fatal: boolean): string | null => {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return null;
  }
};

/** UTF-8 where it is, else what the part claims, else a character for each byte. */
const decoded = (bytes: Uint8Array, charset: string | undefined): string =>
  (charset === undefined ? null : decodedAs(charset, bytes, true)) ??
  decodedAs("utf-8", bytes, true) ??
  decodedAs("windows-1252", bytes, false) ??
  "";

const charset = /"charset":"([^"]{1,40})"/;

const typeOf = (headers: Headers) => JSON.stringify(headers.get("content-type") ?? "");

const partOf = ({ contentType, content, headers }: Attachment): MailPart => ({
  type: contentType.toLowerCase(),
  text: decoded(content.subarray(0, longestPart), charset.exec(typeOf(headers))?.[1]),
});

const plain = (line: string) =>
  line
    .slice(line.indexOf(":") + 1)
    .replace(/\s+/g, " ")
    .trim();

/** What the library decodes is taken as decoded; of structured ones the line as it came. */
function headersOf(mail: {
  readonly headers: Headers;
  readonly headerLines: readonly { key: string; line: string }[];
}) {
  const found = new Map<string, string>();
  for (const { key, line } of mail.headerLines) {
    const read = mail.headers.get(key);
    if (!found.has(key)) found.set(key, typeof read === "string" ? read : plain(line));
  }
  return found;
}

const parse = (raw: Buffer) =>
  simpleParser(raw, {
    ...limits,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    checksumAlgo: false,
  });

/** The body as it stands, for a mail whose head promises parts that cannot be found in it. */
function bodyOf(raw: Buffer): string {
  const text = decoded(raw.subarray(0, longestPart), undefined).replace(/\r\n?/g, "\n");
  const end = text.indexOf("\n\n");
  return end === -1 ? "" : text.slice(end + 2);
}

/** @throws of the library, on what is no mail that it would read. */
export async function parseMail(raw: Buffer): Promise<Mail> {
  const mail = await parse(raw);
  const parts = mail.attachments.map(partOf);
  const text = (mail.text ?? "").replace(/\r\n?/g, "\n");
  return { headers: headersOf(mail), text: text === "" && parts.length === 0 ? bodyOf(raw) : text, parts };
}
