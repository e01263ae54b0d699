import { err, ok, type Result } from "@/lib/kernel/result";
import type { Money } from "@/lib/kernel/money";

/** T handed in, W being worked at, P done (domain.md 3.5). */
export const filePhases = ["T", "W", "P"] as const;
export type FilePhase = (typeof filePhases)[number];

export const fileKinds = ["capture", "result", "failures"] as const;
export type FileKind = (typeof fileKinds)[number];

export const fileSources = ["portal", "api", "folder", "system"] as const;
export type FileSource = (typeof fileSources)[number];

export const rowOutcomes = ["waiting", "pending", "ok", "failed"] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** So much of a file is taken: 100,000 rows are 9 MB at most. */
export const largestFile = 16 * 1024 * 1024;

export type FileTotal = Money & { readonly rows: number };

export type BookRefusal = "not_found" | "booked_before";

/** Nothing is booked that nobody has confirmed, and nothing twice. */
export const decideBooking = (phase: FilePhase): Result<"W", BookRefusal> =>
  phase === "T" ? ok("W") : err("booked_before");

/** So long the bank is asked about rows that it left open; then the result says so. */
const longestWaitMs = 3_600_000;

/** Whether the result is written: every row has its answer, or the bank had time enough. */
export const isAnswered = (
  left: { readonly waiting: number; readonly pending: number },
  sinceMs: number,
): boolean => left.waiting === 0 && (left.pending === 0 || sinceMs >= longestWaitMs);
