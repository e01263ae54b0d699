import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type { RenewalSetting } from "@/lib/features/authorisations/model";
import { now } from "@/lib/platform/clock";
import { reading } from "@/lib/platform/tx";

const changesShown = 20;

export type SavedSetting = RenewalSetting & {
  readonly id: string;
  readonly setAt: Date;
  readonly inForceAt: Date;
  readonly actor: string;
  /** `current` counts now, `next` from the coming night on, `past` no longer or never. */
  readonly standing: "next" | "current" | "past";
};

type Standing = SavedSetting["standing"];

/** Newest in force first, as they are asked for: the first that lies ahead and the first that does not. */
function standingOf(rows: readonly { readonly inForceAt: Date }[], place: number, at: Date): Standing {
  const lies = (row: { readonly inForceAt: Date }) => row.inForceAt > at;
  if (place === rows.findIndex(lies)) return "next";
  return place === rows.findIndex((row) => !lies(row)) ? "current" : "past";
}

/** How a website's reservations are renewed, and how that was set before; newest first. */
export const getRenewalSettings = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) => {
    if (!isUuid(id)) return null;
    const website = await db.website.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      select: { id: true, name: true },
    });
    if (website === null) return null;
    const rows = await db.renewalSetting.findMany({
      where: { merchantId: scope, websiteId: id },
      orderBy: [{ inForceAt: "desc" }, { id: "desc" }],
      take: changesShown,
      omit: { merchantId: true, websiteId: true, adoptedAt: true },
    });
    const at = now();
    const saved = rows.map((row, place): SavedSetting => ({
      ...row,
      failureNotice: row.failureNotice as RenewalSetting["failureNotice"],
      standing: standingOf(rows, place, at),
    }));
    return { ...website, saved };
  });
