import type { Actor, MerchantScope } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { nextAttemptAt } from "@/lib/kernel/schedule";
import { advance } from "@/lib/kernel/transitions";
import { deliveries } from "@/lib/features/pushes/jobs/formats";
import {
  listingOf,
  pushFlow,
  pushFormatOf,
  subjectOf,
  type AttemptTrigger,
  type PushEvent,
  type PushState,
} from "@/lib/features/pushes/model";
import { systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { recordExchange } from "@/lib/platform/exchanges";
import { send, type Sent } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { decryptSecret } from "@/lib/platform/secrets";
import { inTransaction, reading, type Db, type Tx } from "@/lib/platform/tx";

type Delivery =
  | { readonly pushId: string; readonly trigger: "auto"; readonly attempt: number; readonly by: string }
  | { readonly pushId: string; readonly trigger: "manual"; readonly attemptId: string; readonly by: string };

const columns = {
  id: true,
  paymentId: true,
  dataRequestId: true,
  state: true,
  format: true,
  body: true,
  firstPlannedAt: true,
  attemptCount: true,
  scheduledCount: true,
  nextAttemptAt: true,
  website: { select: { pushUrl: true, pushSecret: true } },
} as const;

const read = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.push.findUniqueOrThrow({ where: { merchantId_id: { merchantId: actor.scope, id } }, select: columns }),
  );
type Push = Awaited<ReturnType<typeof read>>;

const isWaiting = ({ state }: Push) => state === "pending" || state === "retrying";

/** Whether this very attempt was made before: a queue may hand out a job twice. */
async function isSpent(db: Db, scope: MerchantScope, push: Push, delivery: Delivery): Promise<boolean> {
  if (delivery.trigger === "auto") return push.scheduledCount !== delivery.attempt || !isWaiting(push);
  return (await db.pushAttempt.count({ where: { merchantId: scope, id: delivery.attemptId } })) > 0;
}

const formatOf = ({ format }: Push) => deliveries[pushFormatOf(format)];

const isAccepted = (push: Push, sent: Sent) => sent.ok && formatOf(push).accepts(sent.status);

function outcomeOf(push: Push, sent: Sent) {
  if (sent.ok) return isAccepted(push, sent) ? "accepted" : "refused";
  if (sent.error === "blocked") return "blocked";
  return sent.error === "timeout" ? "timeout" : "unreachable";
}

function call(push: Push, url: string): Promise<Sent> {
  const secret = decryptSecret(push.website.pushSecret);
  const { sign, timeoutMs } = formatOf(push);
  // Receivers compare the signed time with their own clock, which the sandbox does not move.
  const { headers, body } = sign(push, secret, new Date(systemMs()));
  return send({
    leg: "us_to_shop",
    method: "POST",
    url,
    headers: { ...headers, "user-agent": "Counterfoil/1" },
    body,
    timeoutMs: Math.min(timeoutMs, env().pushTimeoutMs),
    guarded: true,
  });
}

const answerSnippet = 500;

async function writeAttempt(tx: Tx, push: Push, delivery: Delivery, sent: Sent) {
  await tx.db.pushAttempt.create({
    data: {
      merchantId: tx.scope,
      id: delivery.trigger === "manual" ? delivery.attemptId : newId(),
      pushId: push.id,
      number: push.attemptCount + 1,
      trigger: delivery.trigger satisfies AttemptTrigger,
      actor: delivery.by,
      url: sent.exchange.url,
      startedAt: sent.exchange.startedAt,
      tookMs: sent.exchange.tookMs,
      outcome: outcomeOf(push, sent),
      status: sent.exchange.status,
      error: sent.exchange.error,
      answer: sent.exchange.responseBody?.replaceAll("\0", "\uFFFD").slice(0, answerSnippet) ?? null,
    },
    select: { id: true },
  });
  await recordExchange(tx, sent.exchange, push);
}

function eventOf(push: Push, sent: Sent, next: Date | null, delivery: Delivery): PushEvent {
  if (isAccepted(push, sent)) return "accept";
  if (!sent.ok && sent.error === "blocked") return "block";
  return delivery.trigger === "auto" && next === null ? "exhaust" : "refuse";
}

/** Where the push stands after the attempt. A manual one never starts or moves the automatic schedule (domain.md 2.6). */
function progressOf(push: Push, delivery: Delivery, sent: Sent) {
  const isScheduled = delivery.trigger === "auto";
  const scheduledCount = push.scheduledCount + (isScheduled ? 1 : 0);
  const next = nextAttemptAt(push.firstPlannedAt, scheduledCount, formatOf(push).waits);
  const to = advance(pushFlow, push.state as PushState, eventOf(push, sent, next, delivery));
  if (!to.ok) return to;
  const goesOn = to.value === "retrying" || to.value === "pending";
  const nextAttempt = goesOn ? (isScheduled ? next : push.nextAttemptAt) : null;
  return ok({ state: to.value, scheduledCount, nextAttempt, schedule: isScheduled && goesOn });
}

/** Books one attempt and schedules the next. */
async function settle(tx: Tx, push: Push, delivery: Delivery, sent: Sent) {
  const progress = progressOf(push, delivery, sent);
  if (!progress.ok) return progress;
  const { state, scheduledCount, nextAttempt, schedule } = progress.value;
  await writeAttempt(tx, push, delivery, sent);
  await tx.db.push.update({
    where: { merchantId_id: { merchantId: tx.scope, id: push.id } },
    data: { state, attemptCount: push.attemptCount + 1, scheduledCount, nextAttemptAt: nextAttempt },
    select: { id: true },
  });
  const outcome = outcomeOf(push, sent);
  const [subject, subjectId] = subjectOf(push);
  await tx.audit("push.attempted", [subject, subjectId], { pushId: push.id, outcome });
  await tx.announce(listingOf[subject], subjectId);
  if (schedule && nextAttempt !== null) {
    const options = { runAt: nextAttempt, key: `push:${push.id}` };
    await tx.emit("push.deliver", { pushId: push.id, attempt: scheduledCount }, options);
  }
  return ok(state);
}

/** PN-E4: without an address nothing is sent, and that is no failure: it waits until there is one. */
const waitForAddress = (actor: Actor, push: Push) =>
  inTransaction(actor, async (tx) => {
    const { id: pushId, state } = push;
    const to = advance(pushFlow, state as PushState, "lack_address");
    if (!to.ok) return to;
    const updated = await tx.db.push.updateMany({
      where: { merchantId: tx.scope, id: pushId, state },
      data: { state: to.value, nextAttemptAt: null },
    });
    if (updated.count === 0) return err("not_allowed_now");
    await tx.audit("push.not_sent", ["push", pushId], { reason: "no_address" });
    const [subject, subjectId] = subjectOf(push);
    await tx.announce(listingOf[subject], subjectId);
    return ok(to.value);
  });

const mostReleased = 500;

/** PN-E4: the website has an address now, so what waited for one is sent, the oldest first, on a schedule of its own. */
export const releasePushes = (actor: Actor, websiteId: string) =>
  inTransaction(actor, async (tx) => {
    const waiting = await tx.db.push.findMany({
      where: { merchantId: tx.scope, websiteId, state: "no_address" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: mostReleased,
      select: { id: true, state: true },
    });
    for (const { id, state } of waiting) {
      const to = advance(pushFlow, state as PushState, "find_address");
      if (!to.ok) return to;
      await tx.db.push.updateMany({
        where: { merchantId: tx.scope, id, state },
        data: { state: to.value, firstPlannedAt: tx.now, nextAttemptAt: tx.now, scheduledCount: 0 },
      });
      await tx.emit("push.deliver", { pushId: id, attempt: 0 }, { key: `push:${id}` });
    }
    await tx.audit("website.pushes_released", ["website", websiteId], { pushes: waiting.length });
    return ok(waiting.length === mostReleased ? "more" : "all");
  });

/** Posts a push and books the attempt. A job that runs twice finds its attempt spent and does nothing. */
export async function deliverPush(actor: Actor, delivery: Delivery): Promise<void> {
  const push = await read(actor, delivery.pushId);
  if (await reading(actor.scope, (db) => isSpent(db, actor.scope, push, delivery))) return;
  const url = push.website.pushUrl;
  if (url === null) {
    await waitForAddress(actor, push);
    return;
  }
  const sent = await call(push, url);
  await inTransaction(actor, async (tx) => {
    if (!(await lockRow(tx, "push", push.id))) return err("not_found");
    const fresh = await tx.db.push.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: tx.scope, id: push.id } },
      select: columns,
    });
    if (await isSpent(tx.db, tx.scope, fresh, delivery)) return ok(fresh.state);
    return settle(tx, fresh, delivery, sent);
  });
}
