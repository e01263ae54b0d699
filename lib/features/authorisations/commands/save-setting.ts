import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { nextNightStart } from "@/lib/kernel/nights";
import { err, ok } from "@/lib/kernel/result";
import { decideSetting, type RenewalSetting } from "@/lib/features/authorisations/model";
import { newId } from "@/lib/platform/ids";
import { inTransaction } from "@/lib/platform/tx";

const flag = z.literal("on").optional();

/** What the settings form sends; boxes that are not ticked are not sent. */
export const RenewalSettingInput = z
  .object({
    websiteId: z.uuid(),
    isOn: flag,
    renewAfterDays: z.coerce.number().int(),
    stopAfterDays: z.coerce.number().int(),
    splitting: flag,
    failureNotice: z.enum(["email", "batch"]),
    failureEmail: z.union([z.literal("").transform(() => null), z.email().max(254)]),
    realtime: flag,
    hopeRun: flag,
    renewsSimulated: flag,
  })
  .transform(({ isOn, splitting, realtime, hopeRun, renewsSimulated, ...wish }) => ({
    ...wish,
    isOn: isOn === "on",
    splitting: splitting === "on",
    realtime: realtime === "on",
    hopeRun: hopeRun === "on",
    renewsSimulated: renewsSimulated === "on",
  }));

type Wish = RenewalSetting & { readonly websiteId: string };

/** A website's renewals from the next night on (domain.md 3.1). */
export const saveRenewalSetting = (actor: Actor, { websiteId, ...wanted }: Wish) =>
  inTransaction(actor, async (tx) => {
    const decided = decideSetting(wanted);
    if (!decided.ok) return decided;
    const website = await tx.db.website.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
      select: { id: true },
    });
    if (website === null) return err("not_found");
    const id = newId();
    const inForceAt = nextNightStart(tx.now);
    await tx.db.renewalSetting.create({
      data: {
        ...{ merchantId: tx.scope, id, websiteId, ...decided.value },
        ...{ setAt: tx.now, inForceAt, actor: actorLabel(tx.actor) },
      },
      select: { id: true },
    });
    await tx.audit("website.renewals_changed", ["website", websiteId], {
      ...{ ...decided.value, inForceAt: inForceAt.toISOString() },
    });
    return ok({ inForceAt });
  });
