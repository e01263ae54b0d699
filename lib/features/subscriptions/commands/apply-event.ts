import { actorLabel } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import {
  subscriptionFlow,
  type SubscriptionChanges,
  type SubscriptionEvent,
  type SubscriptionStatus,
} from "@/lib/features/subscriptions/model";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Columns = Omit<Prisma.SubscriptionUncheckedUpdateManyInput, "status" | "merchantId" | "id">;

type HistoryRow = {
  readonly event: SubscriptionEvent | "create" | "update" | "fall_due";
  readonly from: string | null;
  readonly to: string;
  readonly changes?: SubscriptionChanges;
};

/** what happened, and before and after of what it changed. */
export async function writeSubscriptionHistory(
  tx: Tx,
  subscriptionId: string,
  { event, from, to, changes = {} }: HistoryRow,
): Promise<void> {
  const written = Object.fromEntries(Object.entries(changes).map(([name, pair]) => [name, [...pair]]));
  await tx.db.subscriptionHistory.create({
    data: {
      merchantId: tx.scope,
      id: newId(),
      subscriptionId,
      event,
      fromStatus: from,
      toStatus: to,
      ...(Object.keys(written).length === 0 ? {} : { changes: written }),
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  await tx.announce("subscriptions", subscriptionId);
}

/** The only place where a subscription's status changes: asks the flow, compares and sets, writes history. */
export async function applySubscriptionEvent(
  tx: Tx,
  subscription: { readonly id: string; readonly status: string },
  event: SubscriptionEvent,
  options: { readonly columns?: Columns; readonly changes?: SubscriptionChanges } = {},
): Promise<Result<SubscriptionStatus, "not_allowed_now">> {
  const from = subscription.status as SubscriptionStatus;
  const next = advance(subscriptionFlow, from, event);
  if (!next.ok) return next;
  const updated = await tx.db.subscription.updateMany({
    where: { merchantId: tx.scope, id: subscription.id, status: from },
    data: { resumeDate: null, ...options.columns, status: next.value, statusAt: tx.now },
  });
  if (updated.count !== 1) return err("not_allowed_now");
  await writeSubscriptionHistory(tx, subscription.id, {
    event,
    from,
    to: next.value,
    ...(options.changes === undefined ? {} : { changes: options.changes }),
  });
  return ok(next.value);
}
