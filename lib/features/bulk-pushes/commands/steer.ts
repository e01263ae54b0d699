import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { advance } from "@/lib/kernel/transitions";
import { bulkFlow, type BulkState, type BulkWish } from "@/lib/features/bulk-pushes/model";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const BulkInput = z.object({ bulkId: z.uuid() });
type Input = z.output<typeof BulkInput>;

async function lockBulk(tx: Tx, bulkId: string): Promise<BulkState | null> {
  const [row] = await tx.db.$queryRaw<{ state: BulkState }[]>`
    select state from push_bulk where merchant_id = ${tx.scope}::uuid and id = ${bulkId}::uuid for no key update`;
  return row?.state ?? null;
}

/** What is on its way comes back with a result of its own; the rest is not sent. */
const giveUpRest = (tx: Tx, bulkId: string) =>
  tx.db.pushBulkItem.updateMany({
    where: { merchantId: tx.scope, bulkId, state: "planned", attemptId: null },
    data: { state: "not_sent", finishedAt: tx.now },
  });

const audits = {
  undo: "push_bulk.undone",
  pause: "push_bulk.paused",
  resume: "push_bulk.resumed",
  stop: "push_bulk.stopped",
} as const satisfies Readonly<Record<BulkWish, string>>;

const steer =
  (wish: BulkWish) =>
  (actor: Actor, { bulkId }: Input) =>
    inTransaction(actor, async (tx) => {
      const from = await lockBulk(tx, bulkId);
      if (from === null) return err("not_found");
      const to = advance(bulkFlow, from, wish);
      if (!to.ok) return to;
      const isOver = to.value === "undone" || to.value === "stopped";
      await tx.db.pushBulk.update({
        where: { merchantId_id: { merchantId: tx.scope, id: bulkId } },
        data: { state: to.value, ...(isOver && { finishedAt: tx.now, reason: "by_person" }) },
        select: { id: true },
      });
      if (isOver) await giveUpRest(tx, bulkId);
      await tx.audit(audits[wish], ["push_bulk", bulkId], {});
      if (wish === "resume") await tx.emit("push_bulk.run", { bulkId }, { key: `push-bulk:${bulkId}` });
      await tx.announce("bulk-pushes", bulkId);
      return ok({ state: to.value });
    });

/** Before anything is sent, everything can be taken back. */
export const undoBulk = steer("undo");
export const pauseBulk = steer("pause");
export const resumeBulk = steer("resume");
/** For good: what is not sent yet stays unsent. */
export const stopBulk = steer("stop");
