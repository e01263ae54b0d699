import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { inTransaction } from "@/lib/platform/tx";

export const MailSettingsInput = z.object({
  websiteId: z.uuid(),
  mailsCustomers: z
    .literal("on")
    .optional()
    .transform((word) => word === "on"),
  replyTo: z
    .string()
    .trim()
    .max(320)
    .transform((text) => (text === "" ? null : text))
    .pipe(z.email().nullable()),
});

/** Whether customers of a website are written to from now on, and where their answers go. */
export const saveMailSettings = (actor: Actor, { websiteId, ...after }: z.output<typeof MailSettingsInput>) =>
  inTransaction(actor, async (tx) => {
    const where = { merchantId_id: { merchantId: tx.scope, id: websiteId } };
    const before = await tx.db.website.findUnique({
      where,
      select: { mailsCustomers: true, replyTo: true },
    });
    if (before === null) return err("not_found");
    await tx.db.website.update({ where, data: after, select: { id: true } });
    await tx.audit("website.mail_settings_changed", ["website", websiteId], { before, after });
    return ok(undefined);
  });
