import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isDataRequestCode, type RequestError } from "@/lib/features/data-requests/model";
import { reading } from "@/lib/platform/tx";

type Pair = { readonly name: string; readonly value: string };

/** What the answer to a request says of it now; null for absent, another website's or another merchant's. */
export const getAnsweredDataRequest = (scope: MerchantScope, websiteId: string, id: string) =>
  reading(scope, async (db) => {
    const row = await db.dataRequest.findFirst({ where: { merchantId: scope, websiteId, id } });
    if (row === null || !isDataRequestCode(row.statusCode)) return null;
    const { statusCode: code } = row;
    return {
      key: row.key,
      invoice: row.invoiceNumber,
      order: row.orderReference,
      service: row.service,
      action: row.action,
      code,
      text: row.statusText,
      at: row.statusAt,
      isTest: row.isTest,
      outputs: row.outputParameters as Pair[],
      custom: row.customParameters as Pair[],
      additional: row.additionalParameters as Pair[],
      redirectUrl: code === 790 ? row.redirectUrl : null,
      errors: (row.errors ?? []) as unknown as readonly RequestError[],
    };
  });
