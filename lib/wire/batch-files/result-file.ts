import { columnOf, linesOf } from "@/lib/wire/batch-files/lines";

export type Outcome = {
  readonly status: "OK" | "FAILED" | "PENDING";
  /** Eight characters (domain.md 3.6). */
  readonly code: string;
  readonly description: string;
};

const isRow = (text: string) => !/^(?:HEAD|FOOT)(?:,|$)/.test(text);

/** The lines of the handed-in file, each row followed by `Status,Code,Description`; HEAD and FOOT stay as they are. */
export function* resultLines(
  content: Uint8Array,
  outcomeOf: (line: number) => Outcome,
): Generator<string, void> {
  for (const { number, text } of linesOf(content)) {
    if (!isRow(text)) {
      yield `${text}\r\n`;
      continue;
    }
    const { status, code, description } = outcomeOf(number);
    yield `${[text, status, code, description].map((part, place) => (place === 0 ? part : columnOf(part))).join(",")}\r\n`;
  }
}

export type ResultRow = {
  readonly line: number;
  /** The row as it was handed in. */
  readonly text: string;
  readonly status: string;
  readonly code: string;
  readonly description: string;
};

/** The rows of a result file. Description is the last column and Status the third from behind, with `Y` or without. */
export function* readResultFile(content: Uint8Array): Generator<ResultRow, void> {
  for (const { number, text } of linesOf(content)) {
    if (!isRow(text)) continue;
    const columns = text.split(",");
    const [status = "", code = "", description = ""] = columns.slice(-3);
    yield { line: number, text: columns.slice(0, -3).join(","), status, code, description };
  }
}
