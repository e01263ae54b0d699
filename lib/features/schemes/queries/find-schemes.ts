import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { WantedStep } from "@/lib/features/schemes/model";
import { reading } from "@/lib/platform/tx";

/** The schemes of a website with their steps; null: no such website. */
export const findSchemes = (scope: MerchantScope, websiteId: string) =>
  reading(scope, async (db) => {
    if (!isUuid(websiteId)) return null;
    const website = await db.website.findUnique({
      where: { merchantId_id: { merchantId: scope, id: websiteId } },
      select: { id: true, name: true },
    });
    if (website === null) return null;
    const rows = await db.creditScheme.findMany({
      where: { merchantId: scope, websiteId },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      include: { steps: { orderBy: { position: "asc" } }, _count: { select: { invoices: true } } },
    });
    const schemes = rows.map(({ id, key, name, steps, _count }) => ({
      ...{ id, key, name, invoices: _count.invoices },
      steps: steps.map(({ daysAfterDue, action, channel, fallbackChannel, feeMinor }): WantedStep => ({
        daysAfterDue,
        action: action as WantedStep["action"],
        channel: channel as WantedStep["channel"],
        fallbackChannel: fallbackChannel as WantedStep["fallbackChannel"],
        feeMinor: Number(feeMinor),
      })),
    }));
    return { website, schemes };
  });
