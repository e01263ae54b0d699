import { isCurrency, type Money } from "@/lib/kernel/money";
import { columnAt } from "@/lib/wire/batch-files/lines";

export type CaptureRow = {
  readonly amount: Money;
  readonly transId: string;
  readonly refNr: string;
  /** 32 hexadecimal digits in lower case. */
  readonly payId: string;
  readonly finishAuth: boolean;
};

const captureFields = [
  "method",
  "action",
  "amount",
  "currency",
  "trans_id",
  "ref_nr",
  "pay_id",
  "finish_auth",
] as const;
type CaptureField = (typeof captureFields)[number];

type RowReason =
  "columns" | "missing" | "malformed" | "too_long" | "not_positive" | "unknown_value" | "needs_version_1_4";
export type RowProblem = { readonly field: CaptureField | "row"; readonly reason: RowReason };

/** What the columns of one row are judged by. */
export type RowRules = { readonly mayFinish: boolean };

const longestAmount = 10;
const ascii = /^[\x20-\x7e]*$/;
const printable = /^\P{Cc}*$/u;

function amountProblem(text: string): RowReason | null {
  if (text === "") return "missing";
  if (!/^\d+$/.test(text)) return "malformed";
  if (text.length > longestAmount) return "too_long";
  return Number(text) === 0 ? "not_positive" : null;
}

function payIdProblem(text: string): RowReason | null {
  if (text === "") return "missing";
  return /^[0-9a-f]{32}$/i.test(text) ? null : "malformed";
}

function currencyProblem(text: string): RowReason | null {
  if (text === "") return "missing";
  return isCurrency(text) ? null : "unknown_value";
}

const textProblem = (text: string, shape: RegExp, longest: number): RowReason | null => {
  if (text.length > longest) return "too_long";
  return shape.test(text) ? null : "malformed";
};

/** the `Y` is legal only where the header says version 1.4 or newer. */
function finishProblem(text: string, { mayFinish }: RowRules): RowReason | null {
  if (text === "") return null;
  if (text !== "Y") return "unknown_value";
  return mayFinish ? null : "needs_version_1_4";
}

const judges: readonly ((text: string, rules: RowRules) => RowReason | null)[] = [
  (text) => (text === "CC" ? null : "unknown_value"),
  (text) => (text === "Capture" ? null : "unknown_value"),
  amountProblem,
  currencyProblem,
  (text) => textProblem(text, printable, 64),
  (text) => textProblem(text, ascii, 30),
  payIdProblem,
  finishProblem,
];

export type ReadRow =
  | { readonly ok: true; readonly row: CaptureRow }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** The amount of a row, also of one that is wrong elsewhere: the control sum counts it. */
export function amountOf(columns: readonly string[]): Money | null {
  const [amount, currency] = [columnAt(columns, 2), columnAt(columns, 3)];
  if (amountProblem(amount) !== null || currencyProblem(currency) !== null) return null;
  return { minor: Number(amount), currency };
}

function problemsOf(columns: readonly string[], rules: RowRules): readonly RowProblem[] {
  if (columns.length < 7 || columns.length > 8) return [{ field: "row", reason: "columns" }];
  return captureFields.flatMap((field, place) => {
    const reason = judges[place]?.(columnAt(columns, place), rules) ?? null;
    return reason === null ? [] : [{ field, reason }];
  });
}

/** `CC,Capture,Amount,Currency,TransID,RefNr,PayID[,Y]`. Every wrong field is named at once. */
export function readCaptureRow(columns: readonly string[], rules: RowRules): ReadRow {
  const problems = problemsOf(columns, rules);
  const amount = amountOf(columns);
  if (problems.length > 0 || amount === null) return { ok: false, problems };
  const row = {
    amount,
    transId: columnAt(columns, 4),
    refNr: columnAt(columns, 5),
    payId: columnAt(columns, 6).toLowerCase(),
    finishAuth: columnAt(columns, 7) === "Y",
  };
  return { ok: true, row };
}

export const captureColumns = ({
  amount,
  transId,
  refNr,
  payId,
  finishAuth,
}: CaptureRow): readonly string[] => [
  "CC",
  "Capture",
  amount.minor.toString(),
  amount.currency,
  transId,
  refNr,
  payId,
  ...(finishAuth ? ["Y"] : []),
];
