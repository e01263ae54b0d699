import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { QrTerms } from "@/lib/features/qr-codes/model";
import { reading } from "@/lib/platform/tx";

export type QrView = QrTerms & {
  readonly id: string;
  readonly dataRequestId: string;
  readonly websiteId: string;
  readonly shop: string;
  readonly purchaseId: string;
  readonly description: string;
  readonly imageSize: number;
};

/** What a scanned code leads to. */
export const getQrCode = (scope: MerchantScope, id: string): Promise<QrView | null> =>
  reading(scope, async (db) => {
    const row = await db.qrCode.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      include: { request: { select: { websiteId: true, website: { select: { name: true } } } } },
    });
    if (row === null) return null;
    const { currency, amountMinor, minAmountMinor, maxAmountMinor, request, ...facts } = row;
    return {
      ...facts,
      websiteId: request.websiteId,
      shop: request.website.name,
      amount: { minor: Number(amountMinor), currency },
      minMinor: minAmountMinor === null ? null : Number(minAmountMinor),
      maxMinor: maxAmountMinor === null ? null : Number(maxAmountMinor),
    };
  });
