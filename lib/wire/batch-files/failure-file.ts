import { isCurrency, type Money } from "@/lib/kernel/money";
import { columnAt, lineOf, linesOf } from "@/lib/wire/batch-files/lines";

const failureKinds = ["Renewal", "Splitting"] as const;
type FailureKind = (typeof failureKinds)[number];

export type Failure = {
  readonly kind: FailureKind;
  readonly amount: Money;
  readonly transId: string;
  readonly refNr: string;
  readonly payId: string;
  readonly code: string;
  readonly description: string;
};

const columns = 10;
const isKind = (text: string): text is FailureKind => (failureKinds as readonly string[]).includes(text);

/** One row of the F-file: ten columns, CRLF (domain.md 3.5). */
export const failureLine = ({ kind, amount, transId, refNr, payId, code, description }: Failure): string =>
  lineOf([
    "CC",
    kind,
    amount.minor.toString(),
    amount.currency,
    transId,
    refNr,
    payId,
    "FAILED",
    code,
    description,
  ]);

function amountOf(minor: string, currency: string): Money | null {
  return /^\d{1,10}$/.test(minor) && isCurrency(currency) ? { minor: Number(minor), currency } : null;
}

function readFailure(text: string): Failure | null {
  const parts = text.split(",");
  const at = (place: number) => columnAt(parts, place);
  const kind = at(1);
  const amount = amountOf(at(2), at(3));
  const isFailure = parts.length === columns && at(0) === "CC" && at(7) === "FAILED";
  if (!isFailure || !isKind(kind) || amount === null) return null;
  return { kind, amount, transId: at(4), refNr: at(5), payId: at(6), code: at(8), description: at(9) };
}

export type ReadFailure = { readonly line: number; readonly failure: Failure | null };

/** The rows of an F-file; null for a line that is none. */
export function* readFailureFile(content: Uint8Array): Generator<ReadFailure, void> {
  for (const { number, text } of linesOf(content)) yield { line: number, failure: readFailure(text) };
}
