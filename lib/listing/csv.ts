import { toMajor } from "@/lib/kernel/money";
import { localTime } from "@/lib/kernel/zoned-day";
import type { CellKind, CellValue, Column } from "@/lib/listing/spec";

export const csvProfiles = ["excel-local", "excel-english", "plain"] as const;
export type CsvProfile = (typeof csvProfiles)[number];
export const isCsvProfile = (word: string): word is CsvProfile =>
  (csvProfiles as readonly string[]).includes(word);

type Rules = { readonly separator: "," | ";"; readonly comma: boolean; readonly excel: boolean };
const rulesOf: Readonly<Record<CsvProfile, Rules>> = {
  "excel-local": { separator: ";", comma: true, excel: true },
  "excel-english": { separator: ",", comma: false, excel: true },
  plain: { separator: ",", comma: false, excel: false },
};

/** What comes before the head line: a byte order mark for spreadsheets, nothing for programs. */
export const csvStart = (profile: CsvProfile): string => (rulesOf[profile].excel ? "\uFEFF" : "");

/** Parts that one column becomes. Codes and currencies stand in columns of their own. */
type CsvPart = "value" | "offset" | "currency" | "code" | "word" | "detail";

const partsOf = (kind: CellKind, rules: Rules): readonly CsvPart[] => {
  switch (kind) {
    case "instant":
    case "due":
      return rules.excel ? ["value", "offset"] : ["value"];
    case "money":
      return ["value", "currency"];
    case "status":
      return ["code", "word"];
    case "coded":
      return ["code", "word", "detail"];
    case "text":
    case "id":
    case "day":
    case "count":
      return ["value"];
  }
};

export type CsvWords = {
  /** Head of a column part in the reader's language; unused by the plain profile, whose heads are fixed. */
  readonly head: (key: string, part: CsvPart) => string;
  readonly word: (key: string, code: string) => string;
};

/** A spreadsheet runs text that starts with one of these; a leading quote mark keeps it text. */
const inert = (text: string) => (/^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text);
/** A spreadsheet makes an exponent of long digits and a date of "5/10". */
const misread = /^(0\d+|\d{12,}|\d+\/\d+)$/;

const special = { ",": /[,"\r\n]/, ";": /[;"\r\n]/ } as const;

const quote = (text: string, separator: Rules["separator"]) =>
  special[separator].test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function textField(text: string, rules: Rules): string {
  if (!rules.excel) return quote(inert(text), rules.separator);
  if (misread.test(text)) return `"=""${text}"""`;
  return quote(inert(text.replace(/[\r\n]+/g, " ")), rules.separator);
}

/** The fields that a cell becomes, separators between them. */
type FieldWriter<K extends CellKind> = (value: CellValue[K]) => string;
type Writers = { [K in CellKind]: (key: string) => FieldWriter<K> };

/** Words of a closed list recur on every line. */
function remembered(make: (code: string) => string): (code: string) => string {
  const made = new Map<string, string>();
  return (code) => {
    const known = made.get(code);
    if (known !== undefined) return known;
    const text = make(code);
    made.set(code, text);
    return text;
  };
}

function instantWriter({ excel, separator }: Rules, timezone: string): FieldWriter<"instant"> {
  return (value) => {
    if (value === null) return excel ? separator : "";
    const { local, offset } = localTime(value, timezone);
    if (excel) return local + separator + offset;
    return `${local.slice(0, 10)}T${local.slice(11)}.${value.getUTCMilliseconds().toString().padStart(3, "0")}${offset}`;
  };
}

function writersFor(rules: Rules, timezone: string, words: CsvWords): Writers {
  const { comma, separator } = rules;
  const text = (value: string) => textField(value, rules);
  const decimal = (plain: string) => (comma ? plain.replace(".", ",") : plain);
  const codeAndWord = (key: string) =>
    remembered((code) => text(code) + separator + text(words.word(key, code)));
  return {
    text: () => (value) => (value === null ? "" : text(value)),
    id: () => text,
    count: () => (value) => value.toString(),
    instant: () => instantWriter(rules, timezone),
    due: () => {
      const write = instantWriter(rules, timezone);
      return (value) => write(value?.at ?? null);
    },
    money: () => (value) =>
      value === null ? separator : decimal(toMajor(value)) + separator + value.currency,
    day: () => (value) => value ?? "",
    status: (key) => {
      const word = codeAndWord(key);
      return (value) => (value === null ? separator : word(value));
    },
    coded: (key) => {
      const word = codeAndWord(key);
      return (value) =>
        value === null ? separator + separator : word(value.code) + separator + text(value.detail ?? "");
    },
  };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fixed English names of the plain profile: `created_at`, `amount`, `amount_currency`, `status_code`. */
const plainHead = (key: string, part: CsvPart) => (part === "value" ? snake(key) : `${snake(key)}_${part}`);

export type CsvFormat<Row> = { readonly head: string; readonly line: (row: Row) => string };

/** Head and line writer for the given columns, in their order. Every line ends in CRLF (RFC 4180). */
export function csvFormat<Row>(options: {
  readonly profile: CsvProfile;
  readonly columns: readonly Column<Row>[];
  readonly timezone: string;
  readonly words: CsvWords;
}): CsvFormat<Row> {
  const rules = rulesOf[options.profile];
  const writers = writersFor(rules, options.timezone, options.words);
  const head = options.columns.flatMap((column) =>
    partsOf(column.kind, rules).map((part) =>
      rules.excel ? textField(options.words.head(column.key, part), rules) : plainHead(column.key, part),
    ),
  );
  const cells = options.columns.map((column) => {
    const write = writers[column.kind](column.key) as (value: unknown) => string;
    return { key: column.key, write };
  });
  const line = (row: Row) => {
    let text = "";
    for (const { key, write } of cells) text += rules.separator + write(row[key]);
    return `${text.slice(1)}\r\n`;
  };
  return { head: `${head.join(rules.separator)}\r\n`, line };
}
