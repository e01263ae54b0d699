import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { findBounceFacts } from "@/lib/features/bounces/queries/facts";
import { reading } from "@/lib/platform/tx";

/** One bounce with what it was about and what was done; null for absent, foreign, or no id at all. */
export async function getBounce(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  const [facts] = await findBounceFacts(scope, [id]);
  if (facts === undefined) return null;
  const { websiteId, invoiceStepId, fallbackId, resentId } = facts;
  return reading(scope, async (db) => {
    const at = (one: string) => ({ where: { merchantId_id: { merchantId: scope, id: one } } });
    const state = { state: true, channel: true, addressee: true };
    return {
      ...facts,
      website: websiteId && (await db.website.findUnique({ ...at(websiteId), select: { name: true } }))?.name,
      step:
        invoiceStepId &&
        (await db.invoiceStep.findUnique({
          ...at(invoiceStepId),
          select: { position: true, action: true, outcome: true },
        })),
      fallback: fallbackId && (await db.communication.findUnique({ ...at(fallbackId), select: state })),
      resent: resentId && (await db.communication.findUnique({ ...at(resentId), select: state })),
    };
  });
}

export type BounceDetail = NonNullable<Awaited<ReturnType<typeof getBounce>>>;
