import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import type { CommunicationState } from "@/lib/kernel/communications";
import { advance } from "@/lib/kernel/transitions";
import { communicationFlow, type CommunicationEvent } from "@/lib/features/communications/model";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

export type CommunicationChange = {
  readonly id: string;
  readonly event: CommunicationEvent;
  /** As it was read under a lock. */
  readonly from: CommunicationState;
  readonly attempts: number;
  readonly dueAt?: Date;
  readonly sentAt?: Date;
  readonly subject?: string | null;
  /** The provider's id of it. */
  readonly messageId?: string;
  readonly reply?: string;
};

const longestReply = 2_000;
const clean = (text: string) => text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD").slice(0, longestReply);

function rowOf(change: CommunicationChange) {
  const next = advance(communicationFlow, change.from, change.event);
  if (!next.ok) throw new Error(`no ${change.event} from ${change.from}`);
  return {
    ...{ id: change.id, event: change.event, from_state: change.from, to_state: next.value },
    ...{ attempts: change.attempts, due_at: change.dueAt ?? null, sent_at: change.sentAt ?? null },
    ...{ subject: change.subject ?? null, message_id: change.messageId ?? null },
    reply: change.reply === undefined ? null : clean(change.reply),
    history_id: newId(),
  };
}

/**
 * `applyCommunicationEvent` for many locked messages, each with its own event. What is due again is held until then by
 * who sends it, so both times are one.
 */
export async function applyCommunicationEvents(
  tx: Writing,
  changes: readonly CommunicationChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = JSON.stringify(changes.map(rowOf));
  await tx.tell(sql`
    with changed as (
      update communication c set state = r.to_state, status_at = ${tx.now}::timestamptz, attempt_count = r.attempts,
        next_attempt_at = r.due_at, held_until = case r.to_state when 'sending' then r.due_at end,
        sent_at = coalesce(r.sent_at, c.sent_at), subject = coalesce(r.subject, c.subject),
        message_id = coalesce(r.message_id, c.message_id), last_reply = coalesce(r.reply, c.last_reply)
      from json_to_recordset(${rows}::json) as r (id uuid, event text, from_state text, to_state text, attempts int,
        due_at timestamptz, sent_at timestamptz, subject text, message_id text, reply text, history_id uuid)
      where c.merchant_id = ${tx.scope}::uuid and c.id = r.id and c.state = r.from_state
      returning c.id, c.correlation_id, r.event, r.from_state, r.to_state, r.reply, r.history_id)
    insert into communication_history (merchant_id, id, communication_id, event, from_state, to_state, reason, actor,
      correlation_id, at)
    select ${tx.scope}::uuid, history_id, id, event, from_state, to_state, reply, ${actorLabel(tx.actor)},
      correlation_id, ${tx.now}::timestamptz from changed`);
  const words = changes.map(({ id }) => `emails ${tx.scope} ${id}`);
  await tx.tell(sql`select pg_notify('live', word) from unnest(${words}::text[]) as w (word)`);
}
