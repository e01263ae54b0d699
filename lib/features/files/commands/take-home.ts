import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { isUuid } from "@/lib/kernel/uuid";
import { inTransaction } from "@/lib/platform/tx";

/** A file's name and bytes; who took it home is written down. */
export const takeFileHome = (actor: Actor, id: string) =>
  inTransaction(actor, async (tx) => {
    if (!isUuid(id)) return err("not_found");
    const file = await tx.db.handedFile.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      select: { name: true, content: true },
    });
    if (file === null) return err("not_found");
    await tx.audit("file.downloaded", ["file", id], { name: file.name });
    return ok(file);
  });
