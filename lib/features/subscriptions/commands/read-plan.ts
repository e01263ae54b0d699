import type { MerchantScope } from "@/lib/kernel/access";
import type { Plan, SubscriptionStatus, SubscriptionUnit } from "@/lib/features/subscriptions/model";
import type { Db } from "@/lib/platform/tx";

export type StoredPlan = Plan & { readonly id: string };

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** What decisions and the engine need to know; null for absent or another merchant's. */
export async function readPlan(db: Db, scope: MerchantScope, id: string): Promise<StoredPlan | null> {
  const row = await db.subscription.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      status: true,
      amountMinor: true,
      unit: true,
      frequency: true,
      beginDate: true,
      number: true,
      finalNumber: true,
      nextDueDate: true,
      orderReference: true,
    },
  });
  if (row === null) return null;
  return {
    ...row,
    id,
    status: row.status as SubscriptionStatus,
    amountMinor: Number(row.amountMinor),
    unit: row.unit as SubscriptionUnit,
    beginDate: dayOf(row.beginDate),
    nextDueDate: row.nextDueDate && dayOf(row.nextDueDate),
  };
}
