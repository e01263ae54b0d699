import sql, { raw } from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import type { Attempted, Booked } from "@/lib/features/pushes/jobs/attempt";
import { outcomeOf } from "@/lib/features/pushes/jobs/call";
import { bookHealth } from "@/lib/features/pushes/jobs/health";
import {
  listingOf,
  progressOf,
  pushFormatOf,
  subjectOf,
  waitsOf,
  type PushFacts,
} from "@/lib/features/pushes/model";
import { recordExchanges } from "@/lib/platform/exchanges";
import type { Sent } from "@/lib/platform/http";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

type Fresh = PushFacts & { readonly id: string; readonly attemptCount: number };

const lockPushes = (tx: Writing, ids: readonly string[]) =>
  tx.ask<Fresh>(sql`
    select id, state, first_planned_at as "firstPlannedAt", scheduled_count as "scheduledCount",
      next_attempt_at as "nextAttemptAt", attempt_count as "attemptCount"
    from push where merchant_id = ${tx.scope}::uuid and id = any(${[...ids]}::uuid[]) order by id for no key update`);

/** Null where another worker booked this very attempt: its lease was over and it went on. */
function bookingOf(tx: Writing, attempted: Attempted, fresh: Fresh | undefined): Booked | null {
  if (fresh === undefined) return null;
  const { push, sent, trigger } = attempted;
  const isWaiting = fresh.state === "pending" || fresh.state === "retrying";
  if (trigger === "auto" && (!isWaiting || fresh.scheduledCount !== push.scheduledCount)) return null;
  const outcome = outcomeOf(push, sent);
  const waits = waitsOf(push, pushFormatOf(push.format));
  const progress = progressOf(fresh, { trigger, outcome, waits, at: tx.now });
  if (!progress.ok) return null;
  return { ...attempted, outcome, progress: progress.value, number: fresh.attemptCount + 1 };
}

const answerSnippet = 500;

const answerOf = ({ exchange }: Sent) =>
  exchange.responseBody?.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD").slice(0, answerSnippet) ?? null;

async function writeAttempts(tx: Writing, booked: readonly Booked[]): Promise<void> {
  const exchanges = await recordExchanges(
    tx,
    booked.map(({ push, sent }) => ({
      correlationId: push.correlationId,
      subject: { paymentId: push.paymentId, dataRequestId: push.dataRequestId, websiteId: push.websiteId },
      exchange: sent.exchange,
    })),
  );
  const rows = booked.map(({ push, sent, attemptId, trigger, by, outcome, number }, index) => ({
    ...{ id: attemptId, push_id: push.id, number, trigger, actor: by, url: sent.exchange.url },
    ...{ started_at: sent.exchange.startedAt, took_ms: sent.exchange.tookMs, outcome },
    ...{ status: sent.exchange.status, error: sent.exchange.error, answer: answerOf(sent) },
    exchange_id: exchanges[index],
  }));
  await tx.tell(sql`
    insert into push_attempt (merchant_id, id, push_id, number, trigger, actor, url, started_at, took_ms, outcome, status,
      error, answer, exchange_id)
    select ${tx.scope}::uuid, a.* from json_to_recordset(${JSON.stringify(rows)}::json) as a (id uuid, push_id uuid,
      number int, trigger text, actor text, url text, started_at timestamptz, took_ms int, outcome text, status int,
      error text, answer text, exchange_id uuid)`);
}

async function writeProgress(tx: Writing, booked: readonly Booked[]): Promise<void> {
  const rows = booked.map(({ push, sent, outcome, progress, number }) => ({
    ...{ id: push.id, state: progress.state, number, scheduled: progress.scheduledCount },
    ...{ next: progress.nextAttemptAt, status: sent.exchange.status, outcome, at: sent.exchange.startedAt },
  }));
  await tx.tell(sql`
    update push p set state = a.state, attempt_count = a.number, scheduled_count = a.scheduled, next_attempt_at = a.next,
      held_until = null, last_status = a.status, last_outcome = a.outcome, last_attempt_at = a.at,
      delivered_at = case when a.outcome = 'accepted' then coalesce(p.delivered_at, ${tx.now}::timestamptz) else p.delivered_at end
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (id uuid, state text, number int, scheduled int,
      next timestamptz, status int, outcome text, at timestamptz)
    where p.merchant_id = ${tx.scope}::uuid and p.id = a.id`);
}

/** U1: what the receiver knows is the newest push of a status that it took. */
async function writeTold(tx: Writing, booked: readonly Booked[]): Promise<void> {
  const accepted = booked.filter(({ outcome, push }) => outcome === "accepted" && push.refundId === null);
  const rowsOf = (subject: "paymentId" | "dataRequestId" | "invoiceId") =>
    accepted
      .filter(({ push }) => push[subject] !== null)
      .map(({ push }) => ({ subject: push[subject], push: push.id, told: push.toldStatus }));
  const tables = {
    payment: rowsOf("paymentId"),
    data_request: rowsOf("dataRequestId"),
    invoice: rowsOf("invoiceId"),
  };
  for (const [table, rows] of Object.entries(tables)) {
    if (rows.length === 0) continue;
    await tx.tell(sql`
      update ${raw(table)} s set told_push_id = a.push, told_status = a.told
      from (select distinct on (subject) subject, push, told from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (subject uuid, push uuid, told text) order by subject, push desc) a
      where s.merchant_id = ${tx.scope}::uuid and s.id = a.subject and (s.told_push_id is null or s.told_push_id < a.push)`);
  }
}

const announce = (tx: Writing, booked: readonly Booked[]) =>
  tx.announceAll(
    booked.flatMap(({ push }) => {
      const [subject, id] = subjectOf(push);
      return [[listingOf[subject], id] as const, ["pushes", push.id] as const];
    }),
  );

/** A lock that two transactions wait for crosswise ends one of them, which may simply come again. */
const isDeadlock = (problem: unknown) => (problem as { code?: string }).code === "40P01";
const mostTries = 4;

/** Books many attempts in one transaction, with statements over all of them. */
export async function book(
  actor: Actor,
  attempts: readonly Attempted[],
  tries = 1,
): Promise<readonly Booked[]> {
  if (attempts.length === 0) return [];
  try {
    const result = await inQuickTransaction(actor, async (tx) => {
      const found = await lockPushes(
        tx,
        attempts.map(({ push }) => push.id),
      );
      const fresh = new Map(found.map((row) => [row.id, row]));
      const booked = attempts.flatMap((one) => bookingOf(tx, one, fresh.get(one.push.id)) ?? []);
      if (booked.length === 0) return ok(booked);
      await writeAttempts(tx, booked);
      await writeProgress(tx, booked);
      await writeTold(tx, booked);
      // The one row that bookings of a website share: last, so that they wait for each other as briefly as can be.
      await bookHealth(tx, booked);
      await announce(tx, booked);
      return ok(booked);
    });
    return result.value;
  } catch (problem) {
    if (!isDeadlock(problem) || tries >= mostTries) throw problem;
    return book(actor, attempts, tries + 1);
  }
}

/** More wait for their booking than this, and who adds some waits as well. */
const mostWaiting = 96;
const largestBooking = 192;
const bookingsAtOnce = 2;

/** Books while others are made: what comes during a booking is in the next one. Who adds or ends hears of a failure. */
export class Bookkeeper {
  private readonly actor: Actor;
  private readonly waiting: Attempted[] = [];
  private readonly working = new Set<Promise<void>>();
  private failure: Promise<void> = Promise.resolve();

  constructor(actor: Actor) {
    this.actor = actor;
  }

  async add(attempts: readonly Attempted[]): Promise<void> {
    await this.failure;
    this.waiting.push(...attempts);
    if (this.working.size < bookingsAtOnce) this.begin();
    while (this.waiting.length > mostWaiting && this.working.size > 0) await Promise.race(this.working);
    await this.failure;
  }

  async end(): Promise<void> {
    while (this.working.size > 0) await Promise.allSettled(this.working);
    await this.failure;
  }

  /** Goes on as long as something waits. */
  private begin(): void {
    const work: Promise<void> = this.bookWaiting().then(
      () => {
        this.working.delete(work);
        if (this.waiting.length > 0) this.begin();
      },
      (problem: unknown) => {
        this.working.delete(work);
        this.failure = work;
        throw problem;
      },
    );
    work.catch(() => undefined);
    this.working.add(work);
  }

  private async bookWaiting(): Promise<void> {
    await book(this.actor, this.waiting.splice(0, largestBooking));
  }
}
