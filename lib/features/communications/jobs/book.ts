import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import type { CommunicationState } from "@/lib/kernel/communications";
import { ok } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import {
  applyCommunicationEvents,
  type CommunicationChange,
} from "@/lib/features/communications/commands/apply-events";
import { recordBounce } from "@/lib/features/communications/commands/record-bounce";
import type { Attempted } from "@/lib/features/communications/jobs/attempt";
import { communicationFlow, nextTryAt } from "@/lib/features/communications/model";
import { inTransaction, type Writing } from "@/lib/platform/tx";

const wordsOf = ({ outcome }: Attempted): string =>
  outcome.kind === "accepted" || outcome.kind === "refused" ? outcome.reply : outcome.reason;

/** Why it will not be tried again; null while it may be. */
function endOf({ communication, outcome }: Attempted): "refusal" | "gave_up" | null {
  if (outcome.kind === "accepted" || outcome.kind === "lost") return null;
  if (outcome.kind === "refused" && outcome.isHard) return "refusal";
  return communication.attempts > 0 && nextTryAt(new Date(0), communication.attempts) === null
    ? "gave_up"
    : null;
}

type Fresh = { readonly id: string; readonly state: CommunicationState; readonly attempts: number };

const lockFresh = (tx: Writing, ids: readonly string[]) =>
  tx.ask<Fresh>(sql`
    select id, state, attempt_count as attempts from communication
    where merchant_id = ${tx.scope}::uuid and id = any(${[...ids]}::uuid[]) order by id for no key update`);

function changeOf(
  tx: Writing,
  attempted: Attempted,
  { id, state: from, attempts }: Fresh,
): CommunicationChange {
  const { subject, outcome } = attempted;
  const common = { id, from, attempts, subject, reply: wordsOf(attempted) };
  if (outcome.kind === "accepted") {
    const reference = "reference" in outcome ? { messageId: outcome.reference } : {};
    return { ...common, ...reference, event: "accept", sentAt: tx.now };
  }
  if (outcome.kind === "lost") return { ...common, event: "lose" };
  return { ...common, event: "defer", dueAt: nextTryAt(tx.now, attempts) ?? tx.now };
}

/** Where another attempt has begun meanwhile, or a report was quicker, that counts and not what we heard. */
const isOurs = ({ communication }: Attempted, fresh: Fresh | undefined): fresh is Fresh =>
  fresh?.attempts === communication.attempts;

/** Books what was handed over, and what is tried again. */
export async function book(tx: Writing, attempts: readonly Attempted[]): Promise<void> {
  const open = attempts.filter((one) => endOf(one) === null);
  if (open.length === 0) return;
  const found = await lockFresh(
    tx,
    open.map(({ communication }) => communication.id),
  );
  const fresh = new Map(found.map((row) => [row.id, row]));
  const changes = open.flatMap((one) => {
    const row = fresh.get(one.communication.id);
    if (!isOurs(one, row)) return [];
    const change = changeOf(tx, one, row);
    return advance(communicationFlow, row.state, change.event).ok ? [change] : [];
  });
  await applyCommunicationEvents(tx, changes);
}

/** A refusal in the conversation is a bounce, and so is the end of the schedule. */
async function bookEnd(actor: Actor, attempted: Attempted, source: "refusal" | "gave_up"): Promise<void> {
  const { communication, subject, outcome } = attempted;
  const { id, addressee, attempts } = communication;
  const reason = wordsOf(attempted);
  await inTransaction(actor, async (tx) => {
    const { count } = await tx.db.communication.updateMany({
      where: { merchantId: tx.scope, id, attemptCount: attempts, state: "sending" },
      data: { lastReply: reason, ...(subject === null ? {} : { subject }) },
    });
    const code = outcome.kind === "refused" ? outcome.code : null;
    if (count === 1) await recordBounce(tx, { id }, { addressee, at: tx.now, reason, code, source });
    return ok(undefined);
  });
}

export async function bookEnds(actor: Actor, attempts: readonly Attempted[]): Promise<void> {
  for (const one of attempts) {
    const source = endOf(one);
    if (source !== null) await bookEnd(actor, one, source);
  }
}
