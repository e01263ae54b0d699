import sql from "sql-template-tag";
import type { Channel, CommunicationKind } from "@/lib/kernel/communications";
import {
  applyCommunicationEvents,
  type CommunicationChange,
} from "@/lib/features/communications/commands/apply-events";
import { env } from "@/lib/platform/env";
import type { Writing } from "@/lib/platform/tx";

/** A message that this process hands over now, with the website as it is now. */
export type ClaimedCommunication = {
  readonly id: string;
  readonly kind: CommunicationKind;
  readonly locale: string;
  readonly addressee: string;
  readonly name: string | null;
  readonly content: unknown;
  readonly secretContent: string | null;
  readonly messageId: string;
  readonly returnToken: string;
  /** With the one that begins now. */
  readonly attempts: number;
  readonly replyTo: string | null;
};

type Due = Omit<ClaimedCommunication, "attempts"> & {
  readonly attemptCount: number;
  readonly isSuppressed: boolean;
};

/** Longer than handing over may take: a worker that died is waited for as long. */
const leaseMs = () => env().smtpTimeoutMs + 30_000;

const lockDue = (tx: Writing, channel: Channel, most: number) =>
  tx.ask<Due>(sql`
    select c.id, c.kind, c.locale, c.addressee, c.name, c.content, c.secret_content as "secretContent",
      c.message_id as "messageId", c.return_token as "returnToken", c.attempt_count as "attemptCount",
      w.reply_to as "replyTo",
      exists (select from suppression s where s.merchant_id = c.merchant_id and s.channel = c.channel
        and s.address = lower(c.addressee) and s.lifted_at is null) as "isSuppressed"
    from communication c left join website w on w.merchant_id = c.merchant_id and w.id = c.website_id
    where c.merchant_id = ${tx.scope}::uuid and c.channel = ${channel} and c.state = 'queued'
      and c.next_attempt_at <= ${tx.now}::timestamptz
    order by c.next_attempt_at, c.id limit ${most}::int for no key update of c skip locked`);

/** What is due, the oldest first: from here on its answer may get lost. An address that was blocked meanwhile is left out. */
export async function claimDue(
  tx: Writing,
  channel: Channel,
  most: number,
): Promise<readonly ClaimedCommunication[]> {
  const due = await lockDue(tx, channel, most);
  const dueAt = new Date(tx.now.getTime() + leaseMs());
  await applyCommunicationEvents(
    tx,
    due.map(({ id, attemptCount, isSuppressed }) =>
      isSuppressed
        ? { id, event: "suppress", from: "queued", attempts: attemptCount }
        : { id, event: "begin", from: "queued", attempts: attemptCount + 1, dueAt },
    ),
  );
  return due
    .filter(({ isSuppressed }) => !isSuppressed)
    .map(({ attemptCount, isSuppressed: _, ...one }) => ({ ...one, attempts: attemptCount + 1 }));
}

/**
 * What a dead worker had in hand. Whether a mail went out nobody knows; a text message bears an id by which its
 * provider knows it again.
 */
export async function releaseDead(tx: Writing, channel: Channel): Promise<void> {
  const dead = await tx.ask<{ id: string; attempts: number }>(sql`
    select id, attempt_count as attempts from communication
    where merchant_id = ${tx.scope}::uuid and channel = ${channel} and state = 'sending'
      and next_attempt_at <= ${tx.now}::timestamptz
    order by next_attempt_at, id limit 1000 for no key update skip locked`);
  await applyCommunicationEvents(
    tx,
    dead.map((one): CommunicationChange =>
      channel === "sms"
        ? { ...one, event: "defer", from: "sending", dueAt: tx.now }
        : { ...one, event: "lose", from: "sending" },
    ),
  );
}
