import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

/** For filters and the API: id and name, by name. */
export const websiteOptions = (scope: MerchantScope) =>
  reading(scope, async (db) => {
    const found = await db.website.findMany({
      where: { merchantId: scope },
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    });
    return found.map(({ id, name: label }) => ({ id, label }));
  });

export const findWebsites = (scope: MerchantScope) =>
  reading(scope, (db) =>
    db.website.findMany({
      where: { merchantId: scope },
      orderBy: { name: "asc" },
      select: {
        id: true,
        name: true,
        url: true,
        siteReference: true,
        captureMode: true,
        pushFormat: true,
        pushUrl: true,
        apiKeys: {
          where: { revokedAt: null },
          orderBy: { createdAt: "asc" },
          select: { id: true, name: true, hint: true, createdAt: true },
        },
        trustCredentials: { where: { revokedAt: null }, select: { id: true, alias: true, createdAt: true } },
      },
    }),
  );
