import { actorLabel } from "@/lib/kernel/access";
import type { CommunicationState } from "@/lib/kernel/communications";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { communicationFlow, type CommunicationEvent } from "@/lib/features/communications/model";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Options = {
  /** What the server, the provider or the report said. */
  readonly reason?: string | null;
};

/** Changes the state of one message that has left our hands: asks the flow, compares and sets, writes history. */
export async function applyCommunicationEvent(
  tx: Tx,
  communication: { readonly id: string; readonly state: string },
  event: Exclude<CommunicationEvent, "begin" | "defer">,
  { reason = null }: Options = {},
): Promise<Result<CommunicationState, "not_allowed_now">> {
  const from = communication.state as CommunicationState;
  const next = advance(communicationFlow, from, event);
  if (!next.ok) return next;
  const updated = await tx.db.communication.updateMany({
    where: { merchantId: tx.scope, id: communication.id, state: from },
    data: { state: next.value, statusAt: tx.now, nextAttemptAt: null, heldUntil: null },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await tx.db.communicationHistory.create({
    data: {
      ...{ merchantId: tx.scope, id: newId(), communicationId: communication.id },
      ...{ event, fromState: from, toState: next.value, reason },
      ...{ actor: actorLabel(tx.actor), correlationId: tx.correlationId, at: tx.now },
    },
    select: { id: true },
  });
  await tx.announce("emails", communication.id);
  return ok(next.value);
}
