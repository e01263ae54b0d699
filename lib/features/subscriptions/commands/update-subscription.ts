import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf } from "@/lib/kernel/zoned-day";
import {
  applySubscriptionEvent,
  writeSubscriptionHistory,
} from "@/lib/features/subscriptions/commands/apply-event";
import { readPlan, type StoredPlan } from "@/lib/features/subscriptions/commands/read-plan";
import {
  decideSubscriptionUpdate,
  firstComing,
  subscriptionZone,
  type SubscriptionRefusal,
  type SubscriptionUpdate,
  type WantedSubscription,
} from "@/lib/features/subscriptions/model";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

type SubscriptionWish = {
  readonly subscriptionId: string;
  readonly wanted: WantedSubscription;
  readonly correlationId?: string;
};

type Columns = Pick<
  WantedSubscription,
  "amountMinor" | "frequency" | "unit" | "finalNumber" | "orderReference"
>;

const changedColumns = ({ changes }: SubscriptionUpdate): Columns =>
  Object.fromEntries(Object.entries(changes).map(([name, [, after]]) => [name, after]));

async function write(tx: Tx, before: StoredPlan, update: SubscriptionUpdate) {
  const columns = changedColumns(update);
  const { event, changes } = update;
  if (event !== "update") {
    const ended = event === "stop" ? { nextDueDate: null } : {};
    return applySubscriptionEvent(tx, before, event, { columns: { ...columns, ...ended }, changes });
  }
  await tx.db.subscription.update({
    where: { merchantId_id: { merchantId: tx.scope, id: before.id } },
    data: columns,
    select: { id: true },
  });
  await writeSubscriptionHistory(tx, before.id, { event, from: before.status, to: before.status, changes });
  return ok(before.status);
}

/** TP-17: what fell due meanwhile is made at once and not only with the next daily run. */
async function catchUp(tx: Tx, id: string): Promise<void> {
  const day = localDayOf(tx.now, subscriptionZone);
  const plan = await readPlan(tx.db, tx.scope, id);
  if (plan?.status !== "active" || firstComing(plan, 1, day).length === 0) return;
  await tx.emit("subscriptions.run", { day }, { key: `subscriptions-run:${id}` });
}

/** Within a transaction of the caller. */
export async function updateSubscriptionIn(
  tx: Tx,
  { subscriptionId, wanted }: Omit<SubscriptionWish, "correlationId">,
): Promise<Result<SubscriptionUpdate, SubscriptionRefusal | "not_found">> {
  if (!(await lockRow(tx, "subscription", subscriptionId))) return err("not_found");
  const before = await readPlan(tx.db, tx.scope, subscriptionId);
  if (before === null) return err("not_found");
  const decided = decideSubscriptionUpdate(before, wanted);
  if (!decided.ok) return decided;
  const written = await write(tx, before, decided.value);
  if (!written.ok) return err("subscription_stopped");
  const { event, status, changes } = decided.value;
  await tx.audit("subscription.changed", ["subscription", subscriptionId], {
    event,
    status: [before.status, status],
    changes: Object.fromEntries(Object.entries(changes).map(([name, pair]) => [name, [...pair]])),
  });
  await catchUp(tx, subscriptionId);
  return decided;
}

/** Everything that was asked for, or nothing (TP-5, TP-16): for people, Trust's protocols and our API alike. */
export const updateSubscription = (actor: Actor, { correlationId, ...wish }: SubscriptionWish) =>
  inTransaction(
    actor,
    (tx) => updateSubscriptionIn(tx, wish),
    correlationId === undefined ? {} : { correlationId },
  );
