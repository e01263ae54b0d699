type ReadMail = {
  readonly subject: string;
  readonly messageId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | null;
  readonly html: string | null;
};

/** A mail as the mailbox keeps it: with its envelope. */
export type Received = ReadMail & {
  readonly id: number;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
};

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

/** Headers, a blank line, a body; a line that begins with a blank goes on with the header before (RFC 5322). */
function split(source: string): Part {
  const [head = "", ...rest] = source.replaceAll("\r\n", "\n").split("\n\n");
  const lines = head.replaceAll(/\n[ \t]+/g, " ").split("\n");
  const headers = new Map(
    lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  return { headers, body: rest.join("\n\n") };
}

const fromQuoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll(/=\n/g, "")
      .replaceAll(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=` (RFC 2047). */
const decodeWords = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : fromQuoted(word.replaceAll("_", " ")).toString("utf8"),
    );

function decoded({ headers, body }: Part): string {
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") return fromQuoted(body).toString("utf8");
  return body;
}

function leaves(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(part.headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) return [part];
  const pieces = part.body.split(`--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => leaves(split(piece.replace(/^\r?\n/, ""))));
}

/** What a person would see of a mail: its subject, its text and its HTML, decoded. */
export function readMail(source: string): ReadMail {
  const whole = split(source);
  const parts = leaves(whole);
  const bodyOf = (type: string) => {
    const part = parts.find(({ headers }) => (headers.get("content-type") ?? "text/plain").startsWith(type));
    return part === undefined ? null : decoded(part).trimEnd();
  };
  return {
    subject: decodeWords(whole.headers.get("subject") ?? ""),
    messageId: whole.headers.get("message-id") ?? null,
    headers: Object.fromEntries(whole.headers),
    text: bodyOf("text/plain"),
    html: bodyOf("text/html"),
  };
}
