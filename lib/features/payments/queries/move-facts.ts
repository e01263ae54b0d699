import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { MoveFacts } from "@/lib/features/moves/model";
import { reading, type Db } from "@/lib/platform/tx";

const read = (db: Db, scope: MerchantScope, ids: readonly string[]) =>
  db.payment.findMany({
    where: { merchantId: scope, id: { in: [...ids] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      id: true,
      orderReference: true,
      status: true,
      settleStatus: true,
      captureMode: true,
      method: true,
      cardBrand: true,
      currency: true,
      amountMinor: true,
      settleMinor: true,
      capturedMinor: true,
      refundedMinor: true,
      reservedMinor: true,
      settleDueDate: true,
      reservedUntil: true,
      completedAt: true,
      source: true,
      platformOrderId: true,
      platformRefundState: true,
      chain: { select: { paymentId: true } },
      website: { select: { retryEnabled: true, refundsInPlatform: true, refundWindowMonths: true } },
    },
  });
type Row = Awaited<ReturnType<typeof read>>[number];

const factsOf = ({ website, settleDueDate, chain, ...row }: Row): MoveFacts => ({
  ...row,
  amountMinor: Number(row.amountMinor),
  settleMinor: Number(row.settleMinor),
  capturedMinor: Number(row.capturedMinor),
  refundedMinor: Number(row.refundedMinor),
  reservedMinor: Number(row.reservedMinor),
  settleDueDate: settleDueDate?.toISOString().slice(0, 10) ?? null,
  hasChain: chain !== null,
  retryEnabled: website.retryEnabled,
  windowMonths: website.refundWindowMonths,
  platform: { ...row, refundsInPlatform: website.refundsInPlatform },
  // Refunds are not asked for in bulk.
  limitMinor: null,
  mayOverride: false,
});

/** What decides the moves of several payments at once; those that are not the merchant's own are not there. */
export const findMoveFacts = (scope: MerchantScope, ids: readonly string[]) =>
  reading(scope, async (db) =>
    (await read(db, scope, ids)).map((row) => ({
      id: row.id,
      orderReference: row.orderReference,
      facts: factsOf(row),
    })),
  );
