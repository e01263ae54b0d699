import type { RowProblem } from "@/lib/wire/batch-files/capture-row";

const categories: Readonly<Record<RowProblem["reason"], string>> = {
  missing: "010",
  columns: "011",
  malformed: "011",
  not_positive: "012",
  too_long: "014",
  unknown_value: "016",
  needs_version_1_4: "019",
};

const parameters: Readonly<Record<RowProblem["field"], string>> = {
  row: "0100",
  method: "0101",
  action: "0102",
  amount: "0050",
  currency: "0070",
  trans_id: "0030",
  ref_nr: "0040",
  pay_id: "0010",
  finish_auth: "0110",
};

const names: Readonly<Record<RowProblem["field"], string>> = {
  row: "Row",
  method: "Method",
  action: "Action",
  amount: "Amount",
  currency: "Currency",
  trans_id: "TransID",
  ref_nr: "RefNr",
  pay_id: "PayID",
  finish_auth: "FinishAuth",
};

const sayings: Readonly<Record<RowProblem["reason"], string>> = {
  missing: "is missing",
  columns: "has neither seven nor eight columns",
  malformed: "is malformed",
  not_positive: "is zero",
  too_long: "is too long",
  unknown_value: "has an unknown value",
  needs_version_1_4: "needs version 1.4",
};

/** What the result file says of a row that cannot be read: severity 2, category, parameter (domain.md 3.6). */
export const codeOfProblem = ({ field, reason }: RowProblem): string =>
  `2${categories[reason]}${parameters[field]}`;

export const textOfProblems = (problems: readonly RowProblem[]): string =>
  problems.map(({ field, reason }) => `${names[field]} ${sayings[reason]}`).join("; ");
