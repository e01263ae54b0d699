import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction } from "@/lib/platform/tx";

export type PlatformOrder = {
  readonly paymentId: string;
  readonly orderId: string;
  readonly url: string | null;
};

/** FP-E2: a payment by link gets its order in the shop platform; from now on its refunds belong there. */
export const linkPlatformOrder = (actor: Actor, { paymentId, orderId, url }: PlatformOrder) =>
  inTransaction(actor, async (tx) => {
    if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
    await tx.db.payment.update({
      where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
      data: { platformOrderId: orderId, platformOrderUrl: url },
      select: { id: true },
    });
    await tx.audit("payment.order_linked", ["payment", paymentId], { orderId });
    await tx.announce("payments", paymentId);
    return ok({ orderId });
  });
