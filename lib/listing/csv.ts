import { toMajor } from "@/lib/kernel/money";
import { localTime } from "@/lib/kernel/zoned-day";
import type { CellKind, CellValue, Column } from "@/lib/listing/spec";

export const csvProfiles = ["excel-local", "excel-english", "plain"] as const;
export type CsvProfile = (typeof csvProfiles)[number];
export const isCsvProfile = (word: string): word is CsvProfile =>
  (csvProfiles as readonly string[]).includes(word);

type Rules = { readonly separator: string; readonly comma: boolean; readonly excel: boolean };
const rulesOf: Readonly<Record<CsvProfile, Rules>> = {
  "excel-local": { separator: ";", comma: true, excel: true },
  "excel-english": { separator: ",", comma: false, excel: true },
  plain: { separator: ",", comma: false, excel: false },
};

/** What comes before the head line: a byte order mark for spreadsheets, nothing for programs. */
export const csvStart = (profile: CsvProfile): string => (rulesOf[profile].excel ? "\uFEFF" : "");

/** Parts that one column becomes. Codes and currencies stand in columns of their own. */
export type CsvPart = "value" | "offset" | "currency" | "code" | "word" | "detail";

const partsOf = (kind: CellKind, rules: Rules): readonly CsvPart[] => {
  switch (kind) {
    case "instant":
      return rules.excel ? ["value", "offset"] : ["value"];
    case "money":
      return ["value", "currency"];
    case "status":
      return ["code", "word"];
    case "coded":
      return ["code", "word", "detail"];
    case "text":
    case "id":
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
const longDigits = /^(0\d+|\d{12,})$/;

const quote = (text: string, separator: string) =>
  text.includes(separator) || text.includes('"') || text.includes("\n") || text.includes("\r")
    ? `"${text.replaceAll('"', '""')}"`
    : text;

function textField(text: string, rules: Rules): string {
  if (!rules.excel) return quote(inert(text), rules.separator);
  if (longDigits.test(text)) return `"=""${text}"""`;
  return quote(inert(text.replace(/[\r\n]+/g, " ")), rules.separator);
}

type FieldWriter<K extends CellKind> = (value: CellValue[K], put: (field: string) => void) => void;
type Writers = { [K in CellKind]: (key: string) => FieldWriter<K> };

const instantText = (value: Date, timezone: string) => {
  const { local, offset } = localTime(value, timezone);
  return { local, offset, iso: `${local.replace(" ", "T")}.${value.toISOString().slice(20, 23)}${offset}` };
};

function writersFor(rules: Rules, timezone: string, words: CsvWords): Writers {
  const text = (value: string) => textField(value, rules);
  const decimal = (plain: string) => (rules.comma ? plain.replace(".", ",") : plain);
  return {
    text: () => (value, put) => put(text(value ?? "")),
    id: () => (value, put) => put(text(value)),
    count: () => (value, put) => put(value.toString()),
    instant: () => (value, put) => {
      const told = value === null ? { local: "", offset: "", iso: "" } : instantText(value, timezone);
      put(rules.excel ? told.local : told.iso);
      if (rules.excel) put(told.offset);
    },
    money: () => (value, put) => {
      put(value === null ? "" : decimal(toMajor(value)));
      put(value === null ? "" : value.currency);
    },
    status: (key) => (value, put) => {
      put(text(value));
      put(text(words.word(key, value)));
    },
    coded: (key) => (value, put) => {
      put(text(value?.code ?? ""));
      put(value === null ? "" : text(words.word(key, value.code)));
      put(text(value?.detail ?? ""));
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
    const write = writers[column.kind](column.key) as (value: unknown, put: (field: string) => void) => void;
    return { key: column.key, write };
  });
  const { separator } = rules;
  const line = (row: Row) => {
    let text = "";
    const put = (field: string) => {
      text += separator + field;
    };
    for (const cell of cells) cell.write(row[cell.key], put);
    return `${text.slice(1)}\r\n`;
  };
  return { head: `${head.join(separator)}\r\n`, line };
}
