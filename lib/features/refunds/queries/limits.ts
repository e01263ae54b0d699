import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

/** Above which sum a refund needs a second person, by currency. */
export async function findRefundLimits(scope: MerchantScope) {
  const rows = await reading(scope, (db) =>
    db.refundLimit.findMany({ where: { merchantId: scope }, orderBy: { currency: "asc" } }),
  );
  return rows.map(({ currency, limitMinor, setAt, actor }) => ({
    limit: { minor: Number(limitMinor), currency },
    setAt,
    actor,
  }));
}
