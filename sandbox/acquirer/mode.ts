import { z } from "zod";
import { balanceMinor, complaintOf, delayMs, notAnObject, oneOf, times } from "@/sandbox/complaint";
import type { Answer } from "@/sandbox/server";
import { Balance } from "./balance";

const modes = ["normal", "down", "slow", "error", "book-then-die"] as const;
export type Mode = (typeof modes)[number];

const noMode = `must be one of ${modes.join(", ")}`;
const Change = z
  .object(
    {
      mode: oneOf(modes).optional(),
      /** For `slow`. */
      delayMs: delayMs.default(5_000),
      /** How many operations it lasts; without it until the next change. A batch counts as one. */
      count: times.optional(),
      /** What refunds are paid from; null never runs dry. */
      balance: z.object({ minor: balanceMinor }, notAnObject).nullable().optional(),
    },
    notAnObject,
  )
  .refine(({ mode, balance }) => mode !== undefined || balance !== undefined, {
    path: ["mode"],
    error: noMode,
  });

type Current = { readonly name: Mode; readonly delayMs: number; readonly left: number };

const normal: Current = { name: "normal", delayMs: 0, left: Infinity };

export class AcquirerControl {
  readonly balance = new Balance();
  private current = normal;

  change(body: unknown): Answer {
    const read = Change.safeParse(body);
    if (!read.success) return { status: 422, body: { error: complaintOf(read.error) } };
    const { mode, delayMs, count, balance } = read.data;
    if (mode !== undefined)
      this.current = { name: mode, delayMs, left: count ?? (mode === "book-then-die" ? 1 : Infinity) };
    if (balance !== undefined) this.balance.set(balance?.minor ?? null);
    return { status: 200, body: this.shown() };
  }

  shown() {
    const { name, delayMs, left } = this.current;
    const balance = this.balance.shown();
    return { mode: name, delayMs, left: Number.isFinite(left) ? left : null, balance };
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
