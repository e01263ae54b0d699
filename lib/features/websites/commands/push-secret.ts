import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { decryptSecret, encryptSecret, newPushSecret } from "@/lib/platform/secrets";
import { inTransaction } from "@/lib/platform/tx";

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

const bothMs = 24 * 3_600_000;

/** `until`: the end of the old secret's time as the person saw it, so that a second press does not end it early. */
export const RotateSecretInput = z.object({
  websiteId: z.uuid(),
  until: z.union([z.literal("").transform(() => null), z.iso.datetime().transform((text) => new Date(text))]),
});

/** Gives the website a new secret; the one before counts beside it for 24 hours. */
export const rotatePushSecret = (
  actor: Actor,
  { websiteId, until: seen }: z.output<typeof RotateSecretInput>,
) =>
  inTransaction(actor, async (tx) => {
    const website = await tx.db.website.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
      select: { pushSecret: true },
    });
    if (!website) return err("not_found");
    const pushSecretUntil = new Date(tx.now.getTime() + bothMs);
    const { count } = await tx.db.website.updateMany({
      where: { merchantId: tx.scope, id: websiteId, pushSecretUntil: seen, pushSecret: website.pushSecret },
      data: {
        pushSecret: encryptSecret(newPushSecret()),
        pushSecretBefore: website.pushSecret,
        pushSecretUntil,
      },
    });
    if (count === 0) return err("changed_meanwhile");
    await tx.audit("website.secret_rotated", ["website", websiteId], {
      oldUntil: pushSecretUntil.toISOString(),
    });
    return ok(undefined);
  });

export const EndOldSecretInput = z.object({ websiteId: z.uuid() });

/** For a secret that somebody else got to know: it counts no longer. */
export const endOldPushSecret = (actor: Actor, { websiteId }: z.output<typeof EndOldSecretInput>) =>
  inTransaction(actor, async (tx) => {
    const { count } = await tx.db.website.updateMany({
      where: { merchantId: tx.scope, id: websiteId, pushSecretUntil: { gt: tx.now } },
      data: { pushSecretBefore: null, pushSecretUntil: null },
    });
    if (count === 0) return err("not_found");
    await tx.audit("website.old_secret_ended", ["website", websiteId]);
    return ok(undefined);
  });
