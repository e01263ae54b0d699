import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

/** The MerchantIDs that a file can be handed in under, each with its website. */
export const findMerchantIds = (scope: MerchantScope) =>
  reading(scope, async (db) => {
    const found = await db.computopCredential.findMany({
      where: { merchantId: scope, revokedAt: null },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { mid: true, website: { select: { name: true } } },
    });
    return found.map(({ mid, website }) => ({ mid, website: website.name }));
  });
