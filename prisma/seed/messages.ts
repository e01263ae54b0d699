import { createHash } from "node:crypto";
import type { Actor } from "@/lib/kernel/access";
import { contentSchemas, type Channel } from "@/lib/kernel/communications";
import { ok } from "@/lib/kernel/result";
import { takeReport } from "@/lib/features/communications/commands/take-report";
import type { Attempted } from "@/lib/features/communications/jobs/attempt";
import { book, bookEnds } from "@/lib/features/communications/jobs/book";
import { claimDue, type ClaimedCommunication } from "@/lib/features/communications/jobs/claim";
import { readInboundReport } from "@/lib/features/communications/jobs/read-report";
import { env } from "@/lib/platform/env";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { renderMail, type Message } from "@/lib/platform/mail/render";
import { systemActor } from "@/lib/platform/outbox";
import { inQuickTransaction, reading } from "@/lib/platform/tx";
import type { Random } from "@/sandbox/people/random";
import { dealFate, type Answer, type Fate, type Sent } from "./fates";
import { at, later } from "./time-travel";

/** From the wish to the server's answer. */
const handingMs = 1_400;

const findDue = (actor: Actor, until: Date) =>
  reading(actor.scope, (db) =>
    db.communication.findFirst({
      where: { merchantId: actor.scope, state: "queued", nextAttemptAt: { lt: until } },
      orderBy: [{ nextAttemptAt: "asc" }, { id: "asc" }],
      select: { channel: true, nextAttemptAt: true },
    }),
  );

async function subjectOf({ kind, content, locale, name }: ClaimedCommunication): Promise<string> {
  const parsed = contentSchemas[kind].parse(content);
  const secret = { link: env().baseUrl };
  const message = { kind, locale: mailLocale(locale), name, content: parsed, secret } as Message;
  return (await renderMail(message)).subject;
}

/** What came back is kept and read as the intake and the worker do. */
async function hear(actor: Actor, communicationId: string, { source, raw }: Answer): Promise<void> {
  const digest = `${source}:${communicationId}:${createHash("sha256").update(raw).digest("hex")}`;
  const about = { communicationId, source, raw, byteCount: raw.length, digest };
  const { reportId } = (await takeReport(actor, about)).value;
  await readInboundReport({ version: 1, merchantId: actor.scope, reportId });
}

type Handed = { readonly one: ClaimedCommunication; readonly subject: string | null };

/** Hands over the oldest message that is due; null for one that must not be sent any more. */
async function handOver(actor: Actor, channel: Channel, fateOf: FateOf): Promise<(Handed & Dealt) | null> {
  const claimed = await inQuickTransaction(actor, async (tx) => ok(await claimDue(tx, channel, 1)));
  const [one] = claimed.value;
  if (one === undefined) return null;
  const subject = channel === "email" ? await subjectOf(one) : null;
  const fate = fateOf(one.id, channel, one.addressee);
  const outcome = fate.outcome(one.attempts);
  const attempts: Attempted[] = [{ communication: one, subject, outcome }];
  await bookEnds(actor, attempts);
  await inQuickTransaction(actor, async (tx) => {
    await book(tx, attempts);
    return ok(undefined);
  });
  return { one, subject, fate, isTaken: outcome.kind === "accepted" };
}
type Dealt = { readonly fate: Fate; readonly isTaken: boolean };
type FateOf = (id: string, channel: string, addressee: string) => Fate;

const sentOf = ({ one, subject }: Handed, instant: Date): Sent => ({
  ...{ addressee: one.addressee, subject: subject ?? "", messageId: one.messageId, at: instant },
  returnPath: `bounce+${one.returnToken}@${env().returnPathDomain}`,
});

type Going = { readonly actor: Actor; readonly channel: Channel; readonly instant: Date; readonly end: Date };

/** One message goes out, and what comes back about it before `end` is read. */
async function carryOne({ actor, channel, instant, end }: Going, fateOf: FateOf): Promise<void> {
  const handed = await at(instant, () => handOver(actor, channel, fateOf));
  if (handed?.isTaken !== true) return;
  const answer = handed.fate.answer?.(sentOf(handed, instant));
  if (answer === undefined) return;
  const answeredAt = later(instant, answer.afterMs);
  if (answeredAt < end) await at(answeredAt, () => hear(actor, handed.one.id, answer));
}

/** One message after the other, each when it is due. */
async function carryFor(actor: Actor, end: Date, fateOf: FateOf): Promise<void> {
  for (let due = await findDue(actor, end); due !== null; due = await findDue(actor, end)) {
    const instant = later(due.nextAttemptAt ?? end, handingMs);
    const channel = due.channel === "sms" ? "sms" : "email";
    await carryOne({ actor, channel, instant, end }, fateOf);
  }
}

/** The post of the demo: what was queued before `end` goes out in its own time, and comes to different ends. */
export function postOf(random: Random) {
  const fates = new Map<string, Fate>();
  const fateOf: FateOf = (id, channel, addressee) => {
    const fate = fates.get(id) ?? dealFate(random, channel, addressee);
    fates.set(id, fate);
    return fate;
  };
  return async (merchantIds: readonly string[], end: Date): Promise<void> => {
    for (const merchantId of merchantIds)
      await carryFor(systemActor(merchantId, "communications.deliver"), end, fateOf);
  };
}
