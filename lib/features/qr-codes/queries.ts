import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { intentOf } from "@/lib/features/data-requests/model";
import type { QrTerms } from "@/lib/features/qr-codes/model";
import type { PushAddresses } from "@/lib/features/pushes/model";
import { triesOf, tryState, type TryState } from "@/lib/platform/tries";
import { reading, type Db } from "@/lib/platform/tx";

export type QrView = QrTerms & {
  readonly id: string;
  readonly dataRequestId: string;
  readonly websiteId: string;
  readonly shop: string;
  readonly purchaseId: string;
  readonly description: string;
  readonly imageSize: number;
  /** Of the request: what is told of its payments goes there too (domain.md 2.6). */
  readonly pushAddresses: PushAddresses;
  /** The number of the next try; of codes for many payments every try has a name of its own. */
  readonly attempt: number | null;
};

const readCode = (db: Db, scope: MerchantScope, id: string) =>
  db.qrCode.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    include: {
      request: {
        select: { websiteId: true, pushUrl: true, pushUrlFailure: true, website: { select: { name: true } } },
      },
    },
  });
type Stored = NonNullable<Awaited<ReturnType<typeof readCode>>>;

async function readTries(db: Db, scope: MerchantScope, { isOneOff, dataRequestId, usedAt }: Stored) {
  if (!isOneOff) return { state: "open", attempt: null } as const;
  const { state, count } = await triesOf(db, scope, (attempt) => intentOf(dataRequestId, attempt));
  return { state: usedAt === null ? state : "paid", attempt: count } as const;
}

const minorOf = (stored: bigint | null): number | null => (stored === null ? null : Number(stored));

/** What a scanned code leads to. */
export const getQrCode = (scope: MerchantScope, id: string): Promise<QrView | null> =>
  reading(scope, async (db) => {
    const row = await readCode(db, scope, id);
    if (row === null) return null;
    const { currency, amountMinor, minAmountMinor, maxAmountMinor, request, ...facts } = row;
    return {
      ...facts,
      ...(await readTries(db, scope, row)),
      websiteId: request.websiteId,
      shop: request.website.name,
      pushAddresses: { pushUrl: request.pushUrl, pushUrlFailure: request.pushUrlFailure },
      amount: { minor: Number(amountMinor), currency },
      minMinor: minorOf(minAmountMinor),
      maxMinor: minorOf(maxAmountMinor),
    };
  });

/** What became of one try to pay by a code. */
export const getQrTry = (scope: MerchantScope, dataRequestId: string, attempt: string): Promise<TryState> =>
  reading(scope, (db) => tryState(db, scope, intentOf(dataRequestId, attempt)));
