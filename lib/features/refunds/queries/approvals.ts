import "server-only";
import { identityOf, type Actor, type MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

const waiting = { status: "awaiting_approval" } as const;

/** The page shows so many; the rest comes up as these are decided. */
const mostApprovals = 100;

/** Refunds that wait for a second person, the oldest first. */
export async function findApprovals(actor: Actor) {
  const rows = await reading(actor.scope, (db) =>
    db.refund.findMany({
      where: { merchantId: actor.scope, ...waiting },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: mostApprovals,
      select: {
        id: true,
        paymentId: true,
        amountMinor: true,
        currency: true,
        reason: true,
        basis: true,
        actor: true,
        askedBy: true,
        createdAt: true,
        settleStatus: true,
        settleDueDate: true,
        payment: {
          select: {
            transactionReference: true,
            orderReference: true,
            customerEmail: true,
            customerName: true,
            method: true,
            cardBrand: true,
            cardLastFour: true,
            amountMinor: true,
            refundedMinor: true,
          },
        },
      },
    }),
  );
  return rows.map(({ amountMinor, askedBy, settleDueDate, payment, ...refund }) => ({
    ...refund,
    amount: { minor: Number(amountMinor), currency: refund.currency },
    isOwn: askedBy === identityOf(actor),
    settleDueDay: settleDueDate?.toISOString().slice(0, 10) ?? null,
    payment: {
      ...payment,
      amount: { minor: Number(payment.amountMinor), currency: refund.currency },
      refunded: { minor: Number(payment.refundedMinor), currency: refund.currency },
    },
  }));
}
export type Approval = Awaited<ReturnType<typeof findApprovals>>[number];

export const countApprovals = (scope: MerchantScope) =>
  reading(scope, (db) => db.refund.count({ where: { merchantId: scope, ...waiting } }));
