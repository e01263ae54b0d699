import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import type { CommunicationState } from "@/lib/kernel/communications";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { communicationFlow, type CommunicationEvent } from "@/lib/features/communications/model";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

type Options = {
  /** What the server, the provider or the report said. */
  readonly reason?: string | null;
};

/** Changes the state of one message that has left our hands: asks the flow, compares and sets, writes history. */
export async function applyCommunicationEvent(
  tx: Writing,
  communication: { readonly id: string; readonly state: string },
  event: Exclude<CommunicationEvent, "begin" | "defer">,
  { reason = null }: Options = {},
): Promise<Result<CommunicationState, "not_allowed_now">> {
  const from = communication.state as CommunicationState;
  const next = advance(communicationFlow, from, event);
  if (!next.ok) return next;
  const changed = await tx.ask(sql`
    with changed as (
      update communication set state = ${next.value}, status_at = ${tx.now}::timestamptz, next_attempt_at = null,
        held_until = null
      where merchant_id = ${tx.scope}::uuid and id = ${communication.id}::uuid and state = ${from}
      returning id)
    insert into communication_history (merchant_id, id, communication_id, event, from_state, to_state, reason, actor,
      correlation_id, at)
    select ${tx.scope}::uuid, ${newId()}::uuid, id, ${event}, ${from}, ${next.value}, ${reason}, ${actorLabel(tx.actor)},
      ${tx.correlationId}::uuid, ${tx.now}::timestamptz
    from changed returning id`);
  if (changed.length !== 1) return err("not_allowed_now");
  await tx.announce("emails", communication.id);
  return ok(next.value);
}
