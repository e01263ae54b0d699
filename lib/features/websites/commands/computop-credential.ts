import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { newId } from "@/lib/platform/ids";
import { encryptSecret, newPassword } from "@/lib/platform/secrets";
import { inTransaction } from "@/lib/platform/tx";

export const IssueCredentialInput = z.object({ websiteId: z.uuid() });

/**
 * MerchantID and passwords of a website's server (domain.md 3.4), told this once. Where it had some, the passwords are
 * new from now on and the old ones count no longer; the MerchantID stays.
 */
export const issueComputopCredential = (actor: Actor, { websiteId }: z.output<typeof IssueCredentialInput>) =>
  inTransaction(actor, async (tx) => {
    const website = await tx.db.website.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: websiteId } },
      select: {
        websiteKey: true,
        computopCredentials: { where: { revokedAt: null }, take: 1, select: { id: true, mid: true } },
      },
    });
    if (website === null) return err("not_found");
    const [known] = website.computopCredentials;
    const mid = known?.mid ?? `cf_${website.websiteKey}`;
    const [cipherPassword, hmacPassword] = [newPassword(), newPassword()];
    const kept = {
      cipherPassword: encryptSecret(cipherPassword),
      hmacPassword: encryptSecret(hmacPassword),
    };
    const id = known?.id ?? newId();
    await tx.db.computopCredential.upsert({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      create: { merchantId: tx.scope, id, websiteId, mid, ...kept, createdAt: tx.now },
      update: kept,
      select: { id: true },
    });
    await tx.audit("website.issued_computop_passwords", ["website", websiteId], {
      mid,
      isFirst: known === undefined,
    });
    return ok({ mid, cipherPassword, hmacPassword });
  });
