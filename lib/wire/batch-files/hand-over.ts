import { handedRows, type FileCheck } from "@/lib/wire/batch-files/check";
import { batchName, readBatchName, type BatchName } from "@/lib/wire/batch-files/file-name";
import { columnAt, linesOf } from "@/lib/wire/batch-files/lines";

type Arrived = { readonly name: string; readonly content: Uint8Array };

/** Only a file without an error is stored, whichever way it comes. */
export const isRight = ({ problems, wrongRows }: FileCheck): boolean =>
  problems.length === 0 && wrongRows === 0;

function headOf(content: Uint8Array): string | null {
  const [first] = linesOf(content);
  const columns = first?.text.split(",", 2) ?? [];
  return columns[0] === "HEAD" ? columnAt(columns, 1) : null;
}

/** Whose captures it holds: HEAD says it, else its name; or there is one MerchantID only. */
export function merchantIdOf({ name, content }: Arrived, mids: readonly string[]): string | null {
  const head = headOf(content);
  const told = mids.find((mid) => mid === head) ?? mids.find((mid) => readBatchName(name, mid) !== null);
  return told ?? (mids.length === 1 ? (mids[0] ?? null) : null);
}

type Place = Pick<BatchName, "day" | "order"> & { readonly mid: string };

/** What is stored of a checked file. Its name is kept where it is one. */
export function fileToHandIn({ name, content }: Arrived, check: FileCheck, { mid, day, order }: Place) {
  const named = readBatchName(name, mid);
  return {
    ...{ mid, content, version: check.version },
    ...{ rowCount: check.rows, wrongRows: check.wrongRows, rows: handedRows(content, mid) },
    sums: check.totals.map(({ rows, amount }) => ({ rows, ...amount })),
    wantedName: named === null ? null : batchName({ ...named, phase: "T" }),
    nameOf: (counter: number) => batchName({ phase: "T", day, counter, merchantId: mid, order }),
  };
}

/** The end of a file, when its last line is a FOOT that ends. */
export const endsWithFoot = (tail: Uint8Array): boolean =>
  /(?:^|\n)FOOT,\d+,\d+\r?\n\s*$/.test(Buffer.from(tail).toString("latin1"));

/** `row,field,reason` of each error; of the file as a whole without a field. */
export const errorLines = ({ problems, errors }: FileCheck): readonly (readonly string[])[] => [
  ...problems.map(({ line, reason }) => [line.toString(), "", reason]),
  ...errors.map(({ line, field, reason }) => [line.toString(), field, reason]),
];
