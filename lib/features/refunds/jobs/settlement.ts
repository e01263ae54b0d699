import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { batchSize, claimDue, claimUnanswered } from "@/lib/features/refunds/commands/hand-over";
import { endSuspensions } from "@/lib/features/refunds/commands/end-suspensions";
import { settleBatch } from "@/lib/features/refunds/commands/settle-refunds";
import { now } from "@/lib/platform/clock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction } from "@/lib/platform/tx";

const secondsUntilLeftovers = 30;

/** What somebody else held while we passed by gets its turn a little later. */
const comeBack = (actor: Actor, day: string) =>
  inTransaction(actor, async (tx) => {
    const left = await tx.db.refund.count({
      where: {
        merchantId: tx.scope,
        status: "accepted",
        settleStatus: { in: [0, 1] },
        settleDueDate: { lte: new Date(`${day}T00:00:00Z`) },
      },
    });
    if (left > 0) {
      const runAt = new Date(tx.now.getTime() + secondsUntilLeftovers * 1000);
      await tx.emit("refunds.settle", { day }, { runAt, key: `refunds-settle:${tx.scope}:${day}` });
    }
    await tx.audit("refunds.settlement_ended", ["merchant", tx.scope], { day, left });
    return ok(left);
  });

/** The settlement run over refunds that are due by the day (TP-7, TP-21), batch by batch until none is left. */
export async function settleRefunds(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refunds.settle", payload);
  for (;;) {
    const { value: batch } = await claimDue(actor, ids.day);
    if (batch.handed.length === 0) break;
    await settleBatch(actor, ids.day, batch);
  }
  await comeBack(actor, ids.day);
}

export const endRefundSuspensions = async (payload: unknown): Promise<void> =>
  endSuspensions(claim("refunds.end_suspensions", payload).actor);

/** Sends again, under the same keys, what was handed over and never answered: it is answered, not booked twice. */
export async function confirmRefunds(payload: unknown): Promise<void> {
  const { actor } = claim("refunds.confirm", payload);
  for (;;) {
    const { value: batch } = await claimUnanswered(actor);
    await settleBatch(actor, now().toISOString().slice(0, 10), batch);
    if (batch.handed.length < batchSize) return;
  }
}
