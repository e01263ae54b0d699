import { z } from "zod";

/** Names the first field that is wrong, with the reason that its schema gives. */
export function complaintOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  return `${field === "" ? "body" : field} ${issue?.message ?? "is invalid"}`;
}

const whole = (from: number, to: number, unit: string) => {
  const error = `must be a whole number${unit} from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};

/** What a failing shop may answer. */
export const failureStatuses = { from: 300, to: 599 } as const;
export const longestDelayMs = 600_000;
export const mostTimes = 999_999_999;

export const failureStatus = whole(failureStatuses.from, failureStatuses.to, "");
export const delayMs = whole(0, longestDelayMs, " of milliseconds");
export const times = whole(1, mostTimes, "");
export const balanceMinor = whole(0, mostTimes, " of minor units");
export const oneOf = <const T extends readonly string[]>(choices: T) =>
  z.enum(choices, { error: `must be one of ${choices.join(", ")}` });
export const notAnObject = { error: "must be a JSON object" } as const;
