import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { reading } from "@/lib/platform/tx";

/** The payment that a refund belongs to, or null. */
export async function getPaymentOfRefund(scope: MerchantScope, id: string): Promise<string | null> {
  if (!isUuid(id.toLowerCase())) return null;
  const refund = await reading(scope, (db) =>
    db.refund.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      select: { paymentId: true },
    }),
  );
  return refund?.paymentId ?? null;
}
