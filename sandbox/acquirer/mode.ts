import { z } from "zod";
import { complaintOf, delayMs, notAnObject, oneOf, times } from "@/sandbox/complaint";
import type { Answer } from "@/sandbox/server";

const modes = ["normal", "down", "slow", "error", "book-then-die"] as const;
export type Mode = (typeof modes)[number];

const Change = z.object(
  {
    mode: oneOf(modes),
    /** For `slow`. */
    delayMs: delayMs.default(5_000),
    /** How many operations it lasts; without it until the next change. */
    count: times.optional(),
  },
  notAnObject,
);

type Current = { readonly name: Mode; readonly delayMs: number; readonly left: number };

const normal: Current = { name: "normal", delayMs: 0, left: Infinity };

export class AcquirerControl {
  private current = normal;

  change(body: unknown): Answer {
    const read = Change.safeParse(body);
    if (!read.success) return { status: 422, body: { error: complaintOf(read.error) } };
    const { mode, delayMs, count } = read.data;
    this.current = { name: mode, delayMs, left: count ?? (mode === "book-then-die" ? 1 : Infinity) };
    return { status: 200, body: this.shown() };
  }

  shown() {
    const { name, delayMs, left } = this.current;
    return { mode: name, delayMs, left: Number.isFinite(left) ? left : null };
  }

  isDown(): boolean {
    return this.current.name === "down";
  }

  /** The mode for the next operation; a mode with a count wears off. */
  next(): Current {
    const chosen = this.current;
    const left = chosen.left - 1;
    this.current = left > 0 ? { ...chosen, left } : normal;
    return chosen;
  }
}
