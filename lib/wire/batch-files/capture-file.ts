import { sumOf, type Money } from "@/lib/kernel/money";
import {
  amountOf,
  captureColumns,
  readCaptureRow,
  type CaptureRow,
  type ReadRow,
} from "@/lib/wire/batch-files/capture-row";
import { bytesOf, columnAt, lineOf, linesOf, type Line } from "@/lib/wire/batch-files/lines";

/** A row of captures with its place in the file and its text, which the result file repeats. */
export type FileRow = { readonly line: number; readonly text: string } & ReadRow;

type FileReason =
  | "empty"
  | "head_malformed"
  | "head_not_first"
  | "head_of_another_merchant"
  | "version_unknown"
  | "foot_malformed"
  | "after_foot"
  | "count_differs"
  | "sum_differs";
type FileProblem = { readonly line: number; readonly reason: FileReason };

type CurrencyTotal = { readonly rows: number; readonly amount: Money };

export type FileSummary = {
  readonly version: string | null;
  readonly rows: number;
  readonly wrongRows: number;
  /** Of the rows whose amount can be read, in the order in which their currencies first come. */
  readonly totals: readonly CurrencyTotal[];
  readonly problems: readonly FileProblem[];
};

type State = {
  version: string | null;
  rows: number;
  wrongRows: number;
  unreadableAmounts: number;
  readonly totals: Map<string, CurrencyTotal>;
  readonly problems: FileProblem[];
  isOver: boolean;
  lines: number;
};

const mostProblems = 50;
/** Nobody reads on in such a file: sixteen megabytes of line feeds and noise would hold up everybody else. */
const mostWrongRows = 100_000;

function tell(state: State, line: number, reason: FileReason) {
  if (state.problems.length < mostProblems) state.problems.push({ line, reason });
}

/** 1.4 is a number of two parts: 1.10 comes after it. */
function isFrom14(version: string | null): boolean {
  const [major = 0, minor = 0] = (version ?? "0.0").split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 4);
}

const isVersion = (text: string) => /^\d{1,3}\.\d{1,3}$/.test(text);

function headProblem(columns: readonly string[], merchantId: string): FileReason | null {
  const [merchant, date, version] = [1, 2, 3].map((place) => columnAt(columns, place));
  if (columns.length !== 4 || !/^\d{8}$/.test(date ?? "")) return "head_malformed";
  if (merchant !== merchantId) return "head_of_another_merchant";
  return isVersion(version ?? "") ? null : "version_unknown";
}

function readHead(state: State, { number }: Line, columns: readonly string[], merchantId: string) {
  const problem = state.lines > 1 ? "head_not_first" : headProblem(columns, merchantId);
  if (problem === null) state.version = columnAt(columns, 3);
  else tell(state, number, problem);
}

/** A check number over every amount of the file, whatever its currency: compared and never shown. */
const controlSum = (state: State) =>
  [...state.totals.values()].reduce((sum, { amount }) => sum + amount.minor, 0);

function readFoot(state: State, { number }: Line, columns: readonly string[]) {
  state.isOver = true;
  const [count, sum] = [columnAt(columns, 1), columnAt(columns, 2)];
  if (columns.length !== 3 || !/^\d{1,9}$/.test(count) || !/^\d{1,16}$/.test(sum)) {
    tell(state, number, "foot_malformed");
    return;
  }
  if (Number(count) !== state.rows) tell(state, number, "count_differs");
  if (state.unreadableAmounts === 0 && Number(sum) !== controlSum(state)) tell(state, number, "sum_differs");
}

function count(state: State, columns: readonly string[], isRight: boolean) {
  state.rows += 1;
  if (!isRight) state.wrongRows += 1;
  const amount = amountOf(columns);
  if (amount === null) {
    state.unreadableAmounts += 1;
    return;
  }
  const { currency } = amount;
  const before = state.totals.get(currency) ?? { rows: 0, amount: { minor: 0, currency } };
  state.totals.set(currency, { rows: before.rows + 1, amount: sumOf(currency, [before.amount, amount]) });
}

const newState = (): State => ({
  version: null,
  rows: 0,
  wrongRows: 0,
  unreadableAmounts: 0,
  totals: new Map(),
  problems: [],
  isOver: false,
  lines: 0,
});

/** HEAD and FOOT are read where they stand and missed nowhere (wire.md 4: no public page confirms them). */
function readLine(state: State, line: Line, merchantId: string): FileRow | null {
  state.lines += 1;
  // One more than a row can have is enough to know.
  const columns = line.text.split(",", 9);
  if (state.isOver) tell(state, line.number, "after_foot");
  if (columns[0] === "HEAD") {
    readHead(state, line, columns, merchantId);
    return null;
  }
  if (columns[0] === "FOOT") {
    readFoot(state, line, columns);
    return null;
  }
  const read = readCaptureRow(columns, { mayFinish: isFrom14(state.version) });
  count(state, columns, read.ok);
  return { line: line.number, text: line.text, ...read };
}

/** Yields each row as it is read and returns what is said of the whole file, or of it so far where all is wrong. */
export function* readCaptureFile(content: Uint8Array, merchantId: string): Generator<FileRow, FileSummary> {
  const state = newState();
  for (const line of linesOf(content)) {
    const row = readLine(state, line, merchantId);
    if (row !== null) yield row;
    if (state.wrongRows === mostWrongRows) break;
  }
  if (state.rows === 0) tell(state, 1, "empty");
  const { version, rows, wrongRows, problems } = state;
  return { version, rows, wrongRows, totals: [...state.totals.values()], problems };
}

/** Reads to the end without keeping the rows. */
export function summaryOf(content: Uint8Array, merchantId: string): FileSummary {
  const rows = readCaptureFile(content, merchantId);
  for (;;) {
    const step = rows.next();
    if (step.done === true) return step.value;
  }
}

export type CaptureFile = {
  readonly merchantId: string;
  /** `2025-01-15`. */
  readonly day: string;
  readonly rows: readonly CaptureRow[];
};

/** With HEAD of version 1.4 and FOOT. */
export function writeCaptureFile({ merchantId, day, rows }: CaptureFile): Buffer {
  const sum = rows.reduce((total, { amount }) => total + amount.minor, 0);
  const text = [
    lineOf(["HEAD", merchantId, day.replaceAll("-", ""), "1.4"]),
    ...rows.map((row) => lineOf(captureColumns(row))),
    lineOf(["FOOT", rows.length.toString(), sum.toString()]),
  ];
  return bytesOf(text.join(""));
}
