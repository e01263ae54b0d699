import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { channels, type Channel } from "@/lib/kernel/communications";
import { ok } from "@/lib/kernel/result";
import { attempt, hasCarrier, type Attempted } from "@/lib/features/communications/jobs/attempt";
import { book, bookEnds } from "@/lib/features/communications/jobs/book";
import { claimDue, releaseDead, type ClaimedCommunication } from "@/lib/features/communications/jobs/claim";
import { alone } from "@/lib/platform/alone";
import { now, systemMs } from "@/lib/platform/clock";
import { askOnce } from "@/lib/platform/conversation";
import { logger } from "@/lib/platform/logger";
import { claim } from "@/lib/platform/outbox";
import { inQuickTransaction, inTransaction, type Writing } from "@/lib/platform/tx";

/** Two batches at once: one is handed over while the other is written down. */
const senders = 2;
/** What a dying worker leaves unknown at most, for each sender. */
const batch = 10;
/** A merchant's turn; what is left waits in line with the others' jobs. */
const sliceMs = 5_000;
/** Where nobody answered, the rest need not be told so one by one. */
const restMs = 30_000;

type End = "done" | "time_is_up" | "nobody_answers";

const isDeadlock = (problem: unknown) => (problem as { code?: string }).code === "40P01";
const mostTries = 4;

/** What was handed over must be written down: a lock that two wait for crosswise is no reason not to. */
async function write<T>(actor: Actor, body: (tx: Writing) => Promise<T>, tries = 1): Promise<T> {
  try {
    const result = await inQuickTransaction(actor, async (tx) => ok(await body(tx)));
    return result.value;
  } catch (problem) {
    if (!isDeadlock(problem) || tries >= mostTries) throw problem;
    return write(actor, body, tries + 1);
  }
}

const isUnreachable = ({ outcome }: Attempted) => outcome.kind === "unreachable";

/** Writes down the last batch and takes the next in one transaction, until nothing is due. */
async function send(actor: Actor, channel: Channel, goesOn: () => boolean): Promise<End> {
  let attempts: readonly Attempted[] = [];
  for (;;) {
    const done = attempts;
    const isDead = done.length > 0 && done.every(isUnreachable);
    const wanted = goesOn() && !isDead ? batch : 0;
    await bookEnds(actor, done);
    const claimed = await write(actor, async (tx): Promise<readonly ClaimedCommunication[]> => {
      await book(tx, done);
      return wanted === 0 ? [] : claimDue(tx, channel, wanted);
    });
    if (claimed.length === 0) return isDead ? "nobody_answers" : wanted === 0 ? "time_is_up" : "done";
    attempts = await Promise.all(claimed.map((one) => attempt(channel, one)));
  }
}

async function runSlice(actor: Actor, channel: Channel, isHeld: () => boolean): Promise<End> {
  const endMs = systemMs() + sliceMs;
  await write(actor, (tx) => releaseDead(tx, channel));
  const goesOn = () => isHeld() && systemMs() < endMs;
  const ends = await Promise.all(Array.from({ length: senders }, () => send(actor, channel, goesOn)));
  return ends.find((end) => end === "nobody_answers") ?? ends.find((end) => end === "time_is_up") ?? "done";
}

const isAnyDue = async ({ scope }: Actor, channel: Channel): Promise<boolean> =>
  (
    await askOnce(
      scope,
      sql`select 1 from communication where merchant_id = current_merchant() and channel = ${channel}
          and state in ('queued', 'sending') and next_attempt_at <= ${now()}::timestamptz limit 1`,
    )
  ).length > 0;

const goOn = (actor: Actor, channel: Channel, waitMs: number) =>
  inTransaction(actor, async (tx) => {
    const options = {
      runAt: new Date(tx.now.getTime() + waitMs),
      key: `communications:${channel}:${actor.scope}`,
    };
    await tx.emit("communications.deliver", { channel }, options);
    return ok(undefined);
  });

/**
 * Hands over what is due of one merchant and channel. One worker at a time does, so that a merchant with many messages
 * takes one place of the worker; what was queued while another one did is looked for when its turn is over.
 */
async function deliver(actor: Actor, channel: Channel): Promise<void> {
  if (!hasCarrier(channel)) {
    logger().warn({ source: "communications", channel }, "no SMTP_URL or SMS_URL: messages wait");
    return;
  }
  do {
    const end = await alone(`communications:${channel}:${actor.scope}`, (isHeld) =>
      runSlice(actor, channel, isHeld),
    );
    if (end === null) return;
    if (end !== "done") {
      await goOn(actor, channel, end === "time_is_up" ? 0 : restMs);
      return;
    }
  } while (await isAnyDue(actor, channel));
}

export async function deliverCommunications(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("communications.deliver", payload);
  await deliver(actor, ids.channel);
}

export async function wakeCommunications(payload: unknown): Promise<void> {
  const { actor } = claim("communications.wake", payload);
  await Promise.all(channels.map((channel) => deliver(actor, channel)));
}
