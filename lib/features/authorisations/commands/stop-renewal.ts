import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { actOnChain } from "@/lib/features/authorisations/commands/act";
import { decideCancel } from "@/lib/features/chain-moves/model";

/** Cancelauth: nothing is renewed any more; the reservation runs out by itself (CT-13, CT-E6). */
export const stopRenewal = (
  actor: Actor,
  wish: { readonly paymentId: string; readonly correlationId?: string },
) =>
  actOnChain(actor, wish, ({ row }) => {
    const decided = decideCancel(row);
    return decided.ok ? ok({ kind: "stop", reason: "cancelauth" }) : decided;
  });
