import { readCaptureFile, type FileSummary } from "@/lib/wire/batch-files/capture-file";
import type { RowProblem } from "@/lib/wire/batch-files/capture-row";
import { codeOfProblem, textOfProblems } from "@/lib/wire/batch-files/row-codes";

type RowError = RowProblem & { readonly line: number };

export type FileCheck = FileSummary & {
  /** The first of them; `wrongRows` counts all. */
  readonly errors: readonly RowError[];
};

const mostErrors = 100;

/** Everything that can be said of a file before it is booked. */
export function checkCaptureFile(content: Uint8Array, mid: string, most = mostErrors): FileCheck {
  const rows = readCaptureFile(content, mid);
  const errors: RowError[] = [];
  for (let step = rows.next(); ; step = rows.next()) {
    if (step.done === true) return { ...step.value, errors };
    const row = step.value;
    if (row.ok || errors.length >= most) continue;
    errors.push(...row.problems.map((problem) => ({ ...problem, line: row.line })));
  }
}

/** A row as it is stored: a wrong one keeps its line and its reason. */
export type HandedRow = {
  readonly number: number;
  readonly currency: string | null;
  readonly minor: number | null;
  readonly transId: string;
  readonly refNr: string;
  readonly payId: string;
  readonly finish: boolean;
  readonly outcome: "waiting" | "failed";
  readonly code: string | null;
  readonly text: string | null;
};

const blank = { currency: null, minor: null, transId: "", refNr: "", payId: "", finish: false } as const;

/** The rows of a checked file, one at a time. */
export function* handedRows(content: Uint8Array, mid: string): Generator<HandedRow, void> {
  for (const read of readCaptureFile(content, mid)) {
    const number = read.line;
    if (read.ok) {
      const { amount, transId, refNr, payId, finishAuth: finish } = read.row;
      const said = { transId, refNr, payId, finish, ...amount };
      yield { number, ...said, outcome: "waiting", code: null, text: null };
      continue;
    }
    const [first] = read.problems;
    const code = first === undefined ? "20110100" : codeOfProblem(first);
    yield { number, ...blank, outcome: "failed", code, text: textOfProblems(read.problems) };
  }
}
