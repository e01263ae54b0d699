import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { actOnChain, isHoping } from "@/lib/features/authorisations/commands/act";
import type { LastAction } from "@/lib/features/authorisations/model";
import { decideReverse } from "@/lib/features/chain-moves/model";

type Wish = {
  readonly paymentId: string;
  /** The last action that the person saw and agreed to take back (CT-12); null for a machine. */
  readonly seen: LastAction | null;
  readonly correlationId?: string;
};

/** Takes back what was done last: the reservation, or a capture on its day (CT-12, CT-17, CT-E4). */
export const reverseLast = (actor: Actor, wish: Wish) =>
  actOnChain(actor, wish, ({ row, payment }, now) => {
    if (isHoping(row)) return ok({ kind: "give_up", text: "Nothing is reserved any more" });
    const { creditedMinor } = payment;
    const decided = decideReverse(row, { seen: wish.seen, creditedMinor }, now);
    if (!decided.ok) return decided;
    const minor = decided.value === "uncapturing" ? row.lastActionMinor : row.reservedMinor;
    return ok({ kind: "call", phase: decided.value, minor });
  });
