import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The payment that a refund belongs to, or null. */
export async function getPaymentOfRefund(scope: MerchantScope, id: string): Promise<string | null> {
  if (!uuid.test(id)) return null;
  const refund = await reading(scope, (db) =>
    db.refund.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      select: { paymentId: true },
    }),
  );
  return refund?.paymentId ?? null;
}
