import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { pushFormats } from "@/lib/features/pushes/model";
import { inTransaction } from "@/lib/platform/tx";

export const PushFormatInput = z.object({ websiteId: z.uuid(), pushFormat: z.enum(pushFormats) });

/** In which words a website is told from now on; what is under way stays as it was planned. */
export const choosePushFormat = (
  actor: Actor,
  { websiteId, pushFormat: after }: z.output<typeof PushFormatInput>,
) =>
  inTransaction(actor, async (tx) => {
    const where = { merchantId_id: { merchantId: tx.scope, id: websiteId } };
    const website = await tx.db.website.findUnique({ where, select: { pushFormat: true } });
    if (!website) return err("not_found");
    await tx.db.website.update({ where, data: { pushFormat: after }, select: { id: true } });
    const before = website.pushFormat;
    await tx.audit("website.push_format_chosen", ["website", websiteId], { before, after });
    return ok(undefined);
  });
