import type { Actor } from "@/lib/kernel/access";
import { lockRow } from "@/lib/platform/lock";
import { reading, type Db, type Tx } from "@/lib/platform/tx";

const columns = {
  id: true,
  paymentId: true,
  status: true,
  settleStatus: true,
  amountMinor: true,
  settleMinor: true,
  settleDueDate: true,
  orderReference: true,
  currency: true,
  basis: true,
  askedBy: true,
  authCode: true,
  gatewayReference: true,
  declineCode: true,
  correlationId: true,
  inquiries: true,
  statusAt: true,
  waitsUntil: true,
  payment: {
    select: {
      gatewayReference: true,
      method: true,
      cardBrand: true,
      platformRefundState: true,
      website: { select: { waitingRefundHours: true } },
    },
  },
} as const;

const find = (db: Db, scope: string, id: string) =>
  db.refund.findUnique({ where: { merchantId_id: { merchantId: scope, id } }, select: columns });

export type Refund = NonNullable<Awaited<ReturnType<typeof find>>>;

export const readRefund = (actor: Actor, id: string): Promise<Refund | null> =>
  reading(actor.scope, (db) => find(db, actor.scope, id));

/** Holds payment and refund, always in this order, and reads the refund as it stands then. */
export async function lockRefund(tx: Tx, id: string): Promise<Refund | null> {
  const known = await find(tx.db, tx.scope, id);
  if (known === null) return null;
  await lockRow(tx, "payment", known.paymentId);
  await lockRow(tx, "refund", id);
  return find(tx.db, tx.scope, id);
}
