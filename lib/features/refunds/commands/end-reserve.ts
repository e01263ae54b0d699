import type { Refund } from "@/lib/features/refunds/commands/lock-refund";
import type { Tx } from "@/lib/platform/tx";

/** FP-6: without a refund against the platform's will, payment and platform agree again. */
async function isStillOutOfSync(tx: Tx, refund: Refund): Promise<boolean> {
  const others = await tx.db.refund.count({
    where: {
      merchantId: tx.scope,
      paymentId: refund.paymentId,
      id: { not: refund.id },
      basis: "override",
      status: { notIn: ["failed", "cancelled", "rejected"] },
    },
  });
  return others > 0;
}

/** FP-5: what became of the platform's own refund is the first ground for one in the portal. */
function platformOutcome(refund: Refund, booked: boolean) {
  const isPlatforms = refund.askedBy.startsWith("api:") && refund.payment.platformRefundState !== "none";
  return isPlatforms ? { platformRefundState: booked ? "done" : "failed" } : {};
}

/** Ends what was reserved for a refund: booked as refunded, or given back to the balance. */
export async function endReserve(tx: Tx, refund: Refund, outcome: "booked" | "freed"): Promise<void> {
  const booked = outcome === "booked";
  const freesOverride = !booked && refund.basis === "override";
  await tx.db.payment.update({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.paymentId } },
    data: {
      reservedMinor: { decrement: refund.amountMinor },
      ...(booked ? { refundedMinor: { increment: refund.settleMinor } } : {}),
      ...platformOutcome(refund, booked),
      ...(freesOverride ? { outOfSync: await isStillOutOfSync(tx, refund) } : {}),
    },
    select: { id: true },
  });
}
