import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { actOnChain, isHoping } from "@/lib/features/authorisations/commands/act";
import { remainingMinor } from "@/lib/features/authorisations/model";
import { decideCapture } from "@/lib/features/chain-moves/model";

type Wish = {
  readonly paymentId: string;
  /** Minor units; 0 stops the renewals (CT-13); null: all that is left. */
  readonly minor: number | null;
  /** FinishAuth: what is left is not renewed any more (CT-13, CT-18). */
  readonly finish: boolean;
  /** What was left on the page that the person saw. */
  readonly seenRemaining?: number | null;
  readonly correlationId?: string;
};

/** Captures of what a chain keeps reserved, whichever of its reservations lives now (CT-5 to CT-8, CT-11). */
export const captureChain = (actor: Actor, wish: Wish) =>
  actOnChain(actor, wish, ({ row, setting }, now) => {
    const { minor, finish, seenRemaining = null } = wish;
    if (seenRemaining !== null && seenRemaining !== remainingMinor(row)) return err("changed_meanwhile");
    if (isHoping(row) && minor !== 0) return ok({ kind: "give_up", text: "Nothing is reserved any more" });
    const decided = decideCapture(row, setting, { minor, finish }, now);
    if (!decided.ok) return decided;
    return decided.value.kind === "stop"
      ? ok({ kind: "stop", reason: "manual" })
      : ok({ ...decided.value, kind: "call", phase: "capturing" });
  });
