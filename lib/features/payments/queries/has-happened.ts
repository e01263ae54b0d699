import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

type Wish = { readonly paymentId: string; readonly correlationId: string };

/** Whether a wish has left its mark on the payment or on one of its refunds: it may have, before a crash took its answer. */
export const hasHappened = (scope: MerchantScope, { paymentId, correlationId }: Wish): Promise<boolean> =>
  reading(scope, async (db) => {
    const where = { merchantId: scope, paymentId, correlationId };
    return (await db.paymentHistory.findFirst({ where, select: { id: true } })) !== null;
  });
