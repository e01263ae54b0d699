import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { withinScope } from "@/lib/platform/scoped";
import { askOn } from "@/lib/platform/statements";
import { reading } from "@/lib/platform/tx";

type WebsiteOption = { readonly id: string; readonly label: string };

/** For filters: id and name, by name. Every list asks for it, so it goes the short way. */
export const websiteOptions = (scope: MerchantScope) =>
  withinScope(scope, (client) =>
    askOn(client)<WebsiteOption>(
      sql`select id, name as label from website where merchant_id = ${scope} order by name`,
    ),
  );

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
        validitySeconds: true,
        retryEnabled: true,
        waitingRefundHours: true,
        refundWindowMonths: true,
        duplicateCheckMinutes: true,
        refundsInPlatform: true,
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
