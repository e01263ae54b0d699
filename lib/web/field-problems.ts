import type { z } from "zod";
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

function reasonOf(issue: Issue): string {
  if (isReason(issue.message)) return issue.message;
  return reasons[issue.code] ?? "invalid";
}

const pathOf = (path: readonly PropertyKey[]) => path.map(String).join(".");

function problemsOf(issue: Issue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: pathOf([...issue.path, key.slice(0, 60)]),
      reason: "unknown_field",
    }));
  }
  return [{ field: pathOf(issue.path), reason: reasonOf(issue) }];
}

/** Names each wrong field with a reason word. Never repeats what was sent: it may be a card number. */
export const fieldProblems = (error: z.ZodError): readonly FieldProblem[] => error.issues.flatMap(problemsOf);
