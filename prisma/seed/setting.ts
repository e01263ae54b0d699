import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import type { Purchase } from "@/sandbox/people/purchase";
import type { Random } from "@/sandbox/people/random";
import type { Act } from "./acts";
import type { SeededWebsite } from "./merchants";

export type Step = { readonly after: number; readonly act: Act };
export type Wish = Omit<NewPayment, "websiteId" | "intentId">;
/** What is asked for, and what happens to it later. */
export type Story = { readonly wish: Wish; readonly steps: readonly Step[] };

export type Setting = {
  readonly random: Random;
  readonly website: SeededWebsite;
  readonly number: number;
  readonly purchase: Purchase;
  /** How long ago it begins, seen from the end of the seed. */
  readonly ageMs: number;
  readonly begins: Date;
};

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** One of several things that may happen, with their chances of a hundred; often none of them. */
export function dealt(random: Random, parts: Readonly<Record<string, number>>): string | null {
  let left = random.next() * 100;
  for (const [name, weight] of Object.entries(parts)) {
    left -= weight;
    if (left < 0) return name;
  }
  return null;
}
