import type { Actor } from "@/lib/kernel/access";
import { err } from "@/lib/kernel/result";
import { writeCancellation } from "@/lib/features/refunds/commands/cancel-refund";
import { lockRefund } from "@/lib/features/refunds/commands/lock-refund";
import { reservationDays } from "@/lib/features/settlement/model";
import { now } from "@/lib/platform/clock";
import { inTransaction, reading } from "@/lib/platform/tx";

const dayMs = 24 * 3_600_000;
const most = 200;

const lastAcceptedAt = () => new Date(now().getTime() - reservationDays(false) * dayMs);

const findSuspended = (actor: Actor) =>
  reading(actor.scope, (db) =>
    db.refund.findMany({
      where: {
        merchantId: actor.scope,
        status: "accepted",
        settleStatus: 2,
        statusAt: { lte: lastAcceptedAt() },
      },
      orderBy: [{ statusAt: "asc" }, { id: "asc" }],
      take: most,
      select: { id: true, correlationId: true },
    }),
  );

const end = (actor: Actor, { id, correlationId }: { readonly id: string; readonly correlationId: string }) =>
  inTransaction(
    actor,
    async (tx) => {
      const refund = await lockRefund(tx, id);
      if (refund?.status !== "accepted" || refund.settleStatus !== 2) return err("not_allowed_now");
      await tx.audit("payment.refund_cancelled", ["payment", refund.paymentId], { refundId: id });
      return writeCancellation(tx, refund, "suspended_too_long");
    },
    { correlationId },
  );

/** TP-9, TP-21: a refund that stays suspended for seven days after it was agreed to is cancelled, as a payment is. */
export async function endSuspensions(actor: Actor): Promise<void> {
  for (;;) {
    const suspended = await findSuspended(actor);
    let ended = 0;
    for (const refund of suspended) if ((await end(actor, refund)).ok) ended += 1;
    if (suspended.length < most || ended === 0) return;
  }
}
