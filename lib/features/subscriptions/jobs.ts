import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import {
  applySubscriptionEvent,
  writeSubscriptionHistory,
} from "@/lib/features/subscriptions/commands/apply-event";
import { readPlan } from "@/lib/features/subscriptions/commands/read-plan";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import { firstComing, stepAfter } from "@/lib/features/subscriptions/model";
import { lockRow } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Db } from "@/lib/platform/tx";

const pageSize = 500;
/** Payments that one transaction plans: a daily plan that slept for years takes several. */
const mostAtOnce = 100;

type Found = readonly { readonly id: string }[];
type FindIds = (db: Db, after: string | null) => Promise<Found>;

/** Every id in order, a page at a time. */
async function* walk(actor: Actor, find: FindIds): AsyncGenerator<string, void> {
  let after: string | null = null;
  do {
    const from: string | null = after;
    const rows: Found = await reading(actor.scope, (db) => find(db, from));
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id ?? null;
  } while (after !== null);
}

const beyond = (after: string | null) => (after === null ? {} : { id: { gt: after } });

const waiting =
  ({ scope }: Actor): FindIds =>
  (db, after) =>
    db.subscription.findMany({
      where: { merchantId: scope, ...beyond(after), status: "pending", first: { status: "completed" } },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    });

const due =
  ({ scope }: Actor, day: string): FindIds =>
  (db, after) =>
    db.subscription.findMany({
      where: {
        merchantId: scope,
        ...beyond(after),
        status: "active",
        nextDueDate: { lte: new Date(`${day}T00:00:00Z`) },
        OR: [{ finalNumber: null }, { number: { lt: db.subscription.fields.finalNumber } }],
      },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    });

const resuming =
  ({ scope }: Actor, day: string): FindIds =>
  (db, after) =>
    db.subscription.findMany({
      where: {
        merchantId: scope,
        ...beyond(after),
        status: "inactive",
        resumeDate: { lte: new Date(`${day}T00:00:00Z`) },
      },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    });

/** Domain.md 1.2.2: pending becomes active when the first payment has settled, by the system alone. */
const begin = (actor: Actor, id: string) =>
  inTransaction(actor, async (tx) => {
    if (!(await lockRow(tx, "subscription", id))) return err("not_found");
    const plan = await readPlan(tx.db, tx.scope, id);
    if (plan?.status !== "pending") return err("not_allowed_now");
    await tx.audit("subscription.begun", ["subscription", id]);
    return applySubscriptionEvent(tx, plan, "begin");
  });

/**
 * Moves the plan past what is due and asks for those payments, in one transaction under the row's lock:
 * whoever else runs finds nothing due any more. True: there may be more.
 */
const planDuePayments = (actor: Actor, id: string, day: string) =>
  inTransaction(actor, async (tx) => {
    if (!(await lockRow(tx, "subscription", id))) return ok(false);
    const plan = await readPlan(tx.db, tx.scope, id);
    const dues = plan?.status === "active" ? firstComing(plan, mostAtOnce, day) : [];
    const last = dues.at(-1);
    if (!plan || last === undefined) return ok(false);
    const nextDueDate = stepAfter(last.day, plan);
    await tx.db.subscription.update({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      data: { number: last.number, nextDueDate: new Date(`${nextDueDate}T00:00:00Z`) },
      select: { id: true },
    });
    await writeSubscriptionHistory(tx, id, {
      event: "fall_due",
      from: plan.status,
      to: plan.status,
      changes: { number: [plan.number, last.number], nextDueDate: [plan.nextDueDate, nextDueDate] },
    });
    for (const { number } of dues) {
      const key = `subscription:${id}:${number.toString()}`;
      await tx.emit("subscription.payment_due", { subscriptionId: id, number }, { key });
    }
    const numbers = dues.map(({ number }) => number);
    await tx.audit("subscription.payments_due", ["subscription", id], { numbers, day });
    return ok(dues.length === mostAtOnce);
  });

/**
 * TP-17, TP-18: begins what waits for its first payment, goes on with what was paused until now, then asks for every payment that is due up to the
 * day, in order. After downtime, a pause or a raised final number it catches up.
 */
export async function runSubscriptions(payload: unknown): Promise<void> {
  const { actor, payload: wish } = claim("subscriptions.run", payload);
  for await (const id of walk(actor, waiting(actor))) await begin(actor, id);
  for await (const id of walk(actor, resuming(actor, wish.day)))
    await updateSubscription(actor, { subscriptionId: id, wanted: { status: "active" } });
  for await (const id of walk(actor, due(actor, wish.day))) {
    for (let more = true; more;) more = (await planDuePayments(actor, id, wish.day)).value;
  }
}

/** Domain.md 2.9: a step of the scheme stops what is not paid for; one that has stopped before stays so. */
export async function stopUnpaidSubscription(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("invoice.stop_subscription", payload);
  await updateSubscription(actor, { subscriptionId: ids.subscriptionId, wanted: { status: "stopped" } });
}
