import { recipientOf } from "@/lib/wire/mail-reports/recipient";

export type Fields = ReadonlyMap<string, string>;

const field = /^([A-Za-z][\w-]{0,60})[ \t]*:(.*)$/;

/** `Name: value` lines; what is folded belongs to the line before (RFC 5322, 2.2.3). Of a repeated one the first. */
function fieldsOf(block: string): Fields {
  const pairs = block
    .replace(/\n[ \t]+/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, name, value] = field.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
    });
  return new Map(pairs.toReversed());
}

/** Groups of fields between empty lines. */
export const fieldGroups = (text: string): readonly Fields[] =>
  text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n+/)
    .map(fieldsOf)
    .filter(({ size }) => size > 0);

type Action = "failed" | "delayed" | "delivered";
export type Recipient = {
  readonly address: string | null;
  readonly action: Action;
  /** RFC 3463; null: the report has none. */
  readonly status: string | null;
  /** The server's words; null: they stand elsewhere, or nowhere. */
  readonly diagnostic: string | null;
};

const actions: Readonly<Record<string, Action>> = {
  failed: "failed",
  failure: "failed",
  delayed: "delayed",
  delivered: "delivered",
  relayed: "delivered",
  expanded: "delivered",
};
const byDigit: Readonly<Record<string, Action>> = { "5": "failed", "4": "delayed", "2": "delivered" };

const statusOf = (field: string | undefined): string | null =>
  /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(field ?? "")?.[0] ?? null;

function actionOf(field: string | undefined, status: string | null): Action | null {
  const word = /[a-z]+/.exec((field ?? "").toLowerCase())?.[0] ?? "";
  return actions[word] ?? byDigit[status?.slice(0, 1) ?? ""] ?? null;
}

/** `smtp; 550 ...` without the type; continued replies (`550-5.7.1 a 550 5.7.1 b`) as one sentence. */
function diagnosticOf(field: string | undefined): string | null {
  if (field === undefined) return null;
  const words = field
    .replace(/^[\w.-]+[ \t]*;[ \t]*/, "")
    .replace(/\s+/g, " ")
    .trim();
  return words === "" ? null : joined(words);
}

const reply = /^([45]\d\d)[- ](?:#?([245]\.\d\.\d{1,3}))?/;

/** Each line of a long reply repeats its code. */
function joined(words: string): string {
  const [, code, enhanced] = reply.exec(words) ?? [];
  if (code === undefined) return words;
  const tail = enhanced === undefined ? "" : `(?:#?${enhanced.replaceAll(".", "\\.")})?`;
  return words.replace(new RegExp(` ${code}[- ]${tail}`, "g"), "").replace(`${code}-`, `${code} `);
}

const names = ["original-recipient", "final-recipient", "x-actual-recipient", "recipient"] as const;

function recipientIn(fields: Fields): Recipient | null {
  const status = statusOf(fields.get("status"));
  const action = actionOf(fields.get("action"), status);
  const isNamed = names.some((name) => fields.has(name));
  if (action === null && !isNamed) return null;
  const address = names.reduce<string | null>((found, name) => found ?? recipientOf(fields.get(name)), null);
  const diagnostic = diagnosticOf(fields.get("diagnostic-code"));
  return { address, action: action ?? "failed", status, diagnostic };
}

/** The recipients of a status part; some servers put the fields of the message before them in the same group. */
export const recipientsIn = (text: string): readonly Recipient[] =>
  fieldGroups(text).flatMap((fields) => recipientIn(fields) ?? []);
