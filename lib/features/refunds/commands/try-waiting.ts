import type { Actor } from "@/lib/kernel/access";
import { err } from "@/lib/kernel/result";
import { applyRefundEvent } from "@/lib/features/refunds/commands/apply-event";
import { endReserve } from "@/lib/features/refunds/commands/end-reserve";
import { claimWaiting } from "@/lib/features/refunds/commands/hand-over";
import { lockRefund } from "@/lib/features/refunds/commands/lock-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { settleBatch } from "@/lib/features/refunds/commands/settle-refunds";
import { takeBack } from "@/lib/features/refunds/commands/take-back";
import { now } from "@/lib/platform/clock";
import { inTransaction, reading } from "@/lib/platform/tx";

const findWaiting = (actor: Actor) =>
  reading(actor.scope, (db) =>
    db.refund.findMany({
      where: { merchantId: actor.scope, status: "awaiting_balance" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: {
        id: true,
        correlationId: true,
        currency: true,
        settleStatus: true,
        authCode: true,
        gatewayReference: true,
        nextInquiryAt: true,
        waitsUntil: true,
        payment: { select: { websiteId: true } },
      },
    }),
  );
type Waiting = Awaited<ReturnType<typeof findWaiting>>[number];

/** PN-13: the balance did not come in time. */
const giveUp = (actor: Actor, waiting: Waiting) =>
  inTransaction(
    actor,
    async (tx) => {
      const refund = await lockRefund(tx, waiting.id);
      if (refund?.status !== "awaiting_balance") return err("not_allowed_now");
      await endReserve(tx, refund, "freed");
      await takeBack(tx, refund);
      await tx.audit("payment.refund_cancelled", ["payment", refund.paymentId], { refundId: refund.id });
      return applyRefundEvent(tx, refund, "cancel", { reason: "waited_too_long" });
    },
    { correlationId: waiting.correlationId },
  );

/** What the issuer agreed to before is settled, everything else is asked for as at first. */
async function tryOne(actor: Actor, waiting: Waiting): Promise<void> {
  const isAgreed = waiting.gatewayReference !== null || waiting.authCode !== null;
  if (waiting.settleStatus === null || !isAgreed) {
    await sendRefundNow(actor, waiting.id, "awaiting_balance");
    return;
  }
  const batch = await claimWaiting(actor, waiting);
  await settleBatch(actor, now().toISOString().slice(0, 10), batch.value);
}

const statusOf = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.refund.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: { status: true },
    }),
  );

/** Whether the one behind it may have its turn: only when this one is not waiting any more and nothing is open. */
async function isOutOfTheWay(actor: Actor, waiting: Waiting): Promise<boolean> {
  if (waiting.waitsUntil !== null && waiting.waitsUntil <= now()) {
    await giveUp(actor, waiting);
    return true;
  }
  if (waiting.settleStatus === 2) return true;
  if (waiting.nextInquiryAt === null || waiting.nextInquiryAt <= now()) await tryOne(actor, waiting);
  const after = await statusOf(actor, waiting.id);
  return !["awaiting_balance", "sent", "unknown"].includes(after?.status ?? "");
}

/** One queue for each website and currency, in the order of arrival: the first that still does not fit stops it. */
export async function tryWaiting(actor: Actor): Promise<void> {
  const blocked = new Set<string>();
  for (const waiting of await findWaiting(actor)) {
    const queue = `${waiting.payment.websiteId} ${waiting.currency}`;
    const isLate = waiting.waitsUntil !== null && waiting.waitsUntil <= now();
    if (blocked.has(queue) && !isLate) continue;
    if (!(await isOutOfTheWay(actor, waiting))) blocked.add(queue);
  }
}
