import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  carryOut,
  decideResend,
  KeepTick,
  TypedAddress,
  type Resent,
} from "@/lib/features/bounces/commands/send-message";
import { mayRepeat, type ResendRefusal } from "@/lib/features/bounces/model";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const RepeatMessageInput = z.object({
  communicationId: z.uuid(),
  address: TypedAddress,
  keep: KeepTick,
});
type Input = z.output<typeof RepeatMessageInput>;

async function readMessage(tx: Tx, id: string) {
  if (!(await lockRow(tx, "communication", id))) return null;
  return tx.db.communication.findUnique({ where: { merchantId_id: { merchantId: tx.scope, id } } });
}

async function repeatedAt(tx: Tx, resendOfId: string): Promise<Date | null> {
  const newest = await tx.db.communication.findFirst({
    where: { merchantId: tx.scope, resendOfId },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true },
  });
  return newest?.createdAt ?? null;
}

/** One whose answer was lost goes out once more under a new id, because a person wants it so. The old one stays as it is. */
export const repeatMessage = (actor: Actor, { communicationId: id, address: typed, keep }: Input) =>
  inTransaction(actor, async (tx): Promise<Result<Resent, ResendRefusal>> => {
    const message = await readMessage(tx, id);
    if (message === null) return err("not_found");
    const kind = mayRepeat({ ...message, resentAt: await repeatedAt(tx, id) }, tx.now);
    if (!kind.ok) return kind;
    const decided = await decideResend(tx, { message, kind: kind.value, typed });
    if (!decided.ok) return decided;
    const { address } = decided.value;
    const { id: communicationId } = await carryOut(tx, decided.value, keep);
    const told = { communicationId, kept: keep, before: message.addressee, after: address };
    await tx.audit("communication.repeated", ["communication", id], told);
    if (message.paymentId !== null)
      await tx.audit("communication.repeated", ["payment", message.paymentId], told);
    await tx.announce("emails", id);
    return ok({ communicationId, address });
  });
