import type { z } from "zod";
import { maskText } from "@/lib/kernel/mask";
import type { FieldProblem } from "@/lib/web/problem";

type Issue = z.core.$ZodIssue;

const reasons: Readonly<Partial<Record<Issue["code"], string>>> = {
  invalid_type: "wrong_type",
  too_small: "too_small",
  too_big: "too_big",
  invalid_format: "wrong_format",
  not_multiple_of: "wrong_format",
  invalid_value: "unknown_value",
  unrecognized_keys: "unknown_field",
};

/** Our own checks state their reason as the message; it is a lower snake word. */
const isReason = (message: string) => /^[a-z_]+$/.test(message);

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

function reasonOf(issue: Issue, input: unknown): string {
  if (issue.code !== "custom" && valueAt(input, issue.path) === undefined) return "required";
  if (isReason(issue.message)) return issue.message;
  return reasons[issue.code] ?? "invalid";
}

const pathOf = (path: readonly PropertyKey[]) => path.map(String).join(".");

function problemsOf(issue: Issue, input: unknown): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: pathOf([...issue.path, maskText(key.slice(0, 60))]),
      reason: "unknown_field",
    }));
  }
  return [{ field: pathOf(issue.path), reason: reasonOf(issue, input) }];
}

/** Names each wrong field with a reason word. Never repeats what was sent: it may be a card number. */
export const fieldProblems = (error: z.ZodError, input: unknown): readonly FieldProblem[] =>
  error.issues.flatMap((issue) => problemsOf(issue, input));
