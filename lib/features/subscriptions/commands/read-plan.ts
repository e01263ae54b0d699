import type { MerchantScope } from "@/lib/kernel/access";
import type { Plan, SubscriptionStatus, SubscriptionUnit } from "@/lib/features/subscriptions/model";
import type { Db, Tx } from "@/lib/platform/tx";

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

export type OwnPlan = StoredPlan & { readonly currency: string; readonly resumeDate: string | null };

/** A plan of this website as it stands within the transaction; null for absent or another's. */
export async function readOwnPlan(tx: Tx, websiteId: string, id: string): Promise<OwnPlan | null> {
  const own = await tx.db.subscription.findFirst({
    where: { merchantId: tx.scope, id, websiteId },
    select: { currency: true, resumeDate: true },
  });
  const plan = own === null ? null : await readPlan(tx.db, tx.scope, id);
  if (own === null || plan === null) return null;
  return { ...plan, currency: own.currency, resumeDate: own.resumeDate && dayOf(own.resumeDate) };
}
