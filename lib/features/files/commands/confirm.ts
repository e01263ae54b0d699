import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { decideBooking, type FilePhase } from "@/lib/features/files/model";
import { inTransaction } from "@/lib/platform/tx";

export const ConfirmInput = z.object({ fileId: z.uuid() });

/** From here on its rows are booked, in the background. */
export const confirmFile = (actor: Actor, { fileId }: z.output<typeof ConfirmInput>) =>
  inTransaction(actor, async (tx) => {
    const [file] = await tx.db.$queryRaw<{ phase: FilePhase; name: string }[]>`
      select phase, name from handed_file
      where merchant_id = ${tx.scope}::uuid and id = ${fileId}::uuid and kind = 'capture' for no key update`;
    if (file === undefined) return err("not_found");
    const decided = decideBooking(file.phase);
    if (!decided.ok) return decided;
    await tx.db.handedFile.update({
      where: { merchantId_id: { merchantId: tx.scope, id: fileId } },
      data: { phase: decided.value },
      select: { id: true },
    });
    await tx.audit("file.confirmed", ["file", fileId], { name: file.name });
    await tx.emit("file.book", { fileId }, { key: `file:${fileId}` });
    await tx.announce("files", fileId);
    return ok({ fileId });
  });
