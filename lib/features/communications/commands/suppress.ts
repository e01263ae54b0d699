import sql from "sql-template-tag";
import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { comparableAddress, type Channel } from "@/lib/kernel/communications";
import { err, ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Writing } from "@/lib/platform/tx";

export type Suppressed = {
  readonly channel: Channel;
  readonly address: string;
  readonly cause: "hard_bounce" | "complaint";
  readonly bounceId: string;
};

/** Nobody sends there any more. A complaint about an address that is on the list already weighs more (RFC 5965). */
export async function suppress(
  tx: Writing,
  { channel, address, cause, bounceId }: Suppressed,
): Promise<void> {
  const listed = await tx.ask<{ id: string }>(sql`
    insert into suppression (merchant_id, id, channel, address, cause, bounce_id, created_at)
    values (${tx.scope}::uuid, ${newId()}::uuid, ${channel}, ${comparableAddress(channel, address)}, ${cause}, ${bounceId}::uuid, ${tx.now}::timestamptz)
    on conflict (merchant_id, channel, address) where lifted_at is null
      do update set cause = excluded.cause, bounce_id = excluded.bounce_id
      where excluded.cause = 'complaint' and suppression.cause <> 'complaint'
    returning id`);
  for (const { id } of listed) {
    await tx.audit("suppression.added", ["suppression", id], { channel, cause, bounceId });
    await tx.announce("suppressions", id);
  }
}

export const LiftSuppressionInput = z.object({
  suppressionId: z.uuid(),
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .refine((text) => !/\p{Cc}/u.test(text)),
});

/** Messages may go there again. Who complained is never written to again. */
export const liftSuppression = (
  actor: Actor,
  { suppressionId: id, reason }: z.output<typeof LiftSuppressionInput>,
) =>
  inTransaction(actor, async (tx) => {
    const found = await tx.db.suppression.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      select: { channel: true, cause: true },
    });
    if (found === null) return err("not_found");
    if (found.cause === "complaint") return err("complaint");
    const lifted = await tx.db.suppression.updateMany({
      where: { merchantId: tx.scope, id, liftedAt: null, cause: { not: "complaint" } },
      data: { liftedAt: tx.now, liftedBy: actorLabel(actor), liftReason: reason },
    });
    if (lifted.count !== 1) return err("lifted_before");
    await tx.audit("suppression.lifted", ["suppression", id], { channel: found.channel, reason });
    await tx.announce("suppressions", id);
    return ok({ id });
  });
