import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { checkAddressAndName } from "@/lib/platform/address-guard";
import { decryptSecret } from "@/lib/platform/secrets";
import { inTransaction } from "@/lib/platform/tx";

export const PushAddressInput = z.object({ websiteId: z.uuid(), pushUrl: z.string().trim().max(1000) });

/** Saves where pushes go; an empty address stops them. The address is checked here and again at each call. */
export async function savePushAddress(
  actor: Actor,
  { websiteId, pushUrl }: z.output<typeof PushAddressInput>,
) {
  const checked = pushUrl === "" ? null : await checkAddressAndName(pushUrl);
  if (checked !== null && !checked.ok) return checked;
  return inTransaction(actor, async (tx) => {
    const where = { merchantId_id: { merchantId: tx.scope, id: websiteId } };
    const before = await tx.db.website.findUnique({ where, select: { pushUrl: true } });
    if (!before) return err("not_found");
    const after = checked === null ? null : checked.value.href;
    await tx.db.website.update({ where, data: { pushUrl: after }, select: { id: true } });
    if (after !== null) await tx.emit("website.push_address_set", { websiteId });
    await tx.audit("website.push_address_changed", ["website", websiteId], { before: before.pushUrl, after });
    return ok(undefined);
  });
}

export const RevealSecretInput = z.object({ websiteId: z.uuid() });

/** Shows the push secret to a person with the right, and leaves a line about it. */
export const revealPushSecret = (actor: Actor, { websiteId }: z.output<typeof RevealSecretInput>) =>
  inTransaction(actor, async (tx) => {
    const website = await tx.db.website.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
      select: { pushSecret: true },
    });
    if (!website) return err("not_found");
    await tx.audit("website.secret_revealed", ["website", websiteId]);
    return ok({ secret: decryptSecret(website.pushSecret) });
  });
