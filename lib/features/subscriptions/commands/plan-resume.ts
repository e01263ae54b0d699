import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { writeSubscriptionHistory } from "@/lib/features/subscriptions/commands/apply-event";
import { subscriptionZone } from "@/lib/features/subscriptions/model";
import { lockRow } from "@/lib/platform/lock";
import type { Tx } from "@/lib/platform/tx";

type ResumeRefusal = "not_found" | "not_paused" | "resume_date_passed";

/** A paused plan goes on by itself on that day. Within a transaction of the caller. */
export async function planResumeIn(
  tx: Tx,
  subscriptionId: string,
  day: string,
): Promise<Result<"planned", ResumeRefusal>> {
  if (!(await lockRow(tx, "subscription", subscriptionId))) return err("not_found");
  if (day <= localDayOf(tx.now, subscriptionZone)) return err("resume_date_passed");
  const where = { merchantId_id: { merchantId: tx.scope, id: subscriptionId } };
  const plan = await tx.db.subscription.findUniqueOrThrow({
    where,
    select: { status: true, resumeDate: true },
  });
  if (plan.status !== "inactive") return err("not_paused");
  await tx.db.subscription.update({
    where,
    data: { resumeDate: new Date(`${day}T00:00:00Z`) },
    select: { id: true },
  });
  const before = plan.resumeDate?.toISOString().slice(0, 10) ?? null;
  const changes = { resumeDate: [before, day] } as const;
  await writeSubscriptionHistory(tx, subscriptionId, {
    event: "update",
    from: plan.status,
    to: plan.status,
    changes,
  });
  await tx.audit("subscription.resumption_planned", ["subscription", subscriptionId], { day });
  return ok("planned");
}
