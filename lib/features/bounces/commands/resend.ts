import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  carryOut,
  decideResend,
  KeepTick,
  TypedAddress,
  type Resend,
  type Resent,
} from "@/lib/features/bounces/commands/send-message";
import { maySendAgain, type ResendRefusal } from "@/lib/features/bounces/model";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const ResendBounceInput = z.object({
  bounceId: z.uuid(),
  address: TypedAddress,
  keep: KeepTick,
});
type Input = z.output<typeof ResendBounceInput>;

async function readBounce(tx: Tx, id: string) {
  if (!(await lockRow(tx, "bounce", id))) return null;
  return tx.db.bounce.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    include: { communication: true },
  });
}
type Bounce = NonNullable<Awaited<ReturnType<typeof readBounce>>>;

async function markResent(tx: Tx, bounce: Bounce, resentId: string, resentTo: string): Promise<void> {
  await tx.db.bounce.update({
    where: { merchantId_id: { merchantId: tx.scope, id: bounce.id } },
    data: { resentId, resentAt: tx.now, resentBy: actorLabel(tx.actor), resentTo },
    select: { id: true },
  });
  const list = bounce.kind === "PLAZA_EMAIL" ? "email-bounces" : "credit-management-bounces";
  await tx.announce(list, bounce.id);
}

/** What is sent, and whereto, or why not. */
async function decide(tx: Tx, bounce: Bounce, typed: string): Promise<Result<Resend, ResendRefusal>> {
  const { communication: message } = bounce;
  const kind = maySendAgain({ ...bounce, kind: message?.kind ?? null }, tx.now);
  if (!kind.ok) return kind;
  if (message === null) return err("no_message");
  return decideResend(tx, { message, kind: kind.value, typed });
}

/** Who sent what whereto stands in the audit, of the payment too. */
async function tell(
  tx: Tx,
  bounce: Bounce,
  after: string,
  facts: { communicationId: string; kept: boolean },
) {
  const told = { ...facts, before: bounce.addressee, after };
  await tx.audit("bounce.resent", ["bounce", bounce.id], told);
  if (bounce.paymentId !== null) await tx.audit("bounce.resent", ["payment", bounce.paymentId], told);
}

/** BK-10: the message once more, under a new id, to the address as it is or as it was corrected. The bounce stays. */
export const resendBounce = (actor: Actor, { bounceId, address: typed, keep }: Input) =>
  inTransaction(actor, async (tx): Promise<Result<Resent, ResendRefusal>> => {
    const bounce = await readBounce(tx, bounceId);
    if (bounce === null) return err("not_found");
    const decided = await decide(tx, bounce, typed);
    if (!decided.ok) return decided;
    const { address } = decided.value;
    const queued = await carryOut(tx, decided.value, keep);
    await markResent(tx, bounce, queued.id, address);
    await tell(tx, bounce, address, { communicationId: queued.id, kept: keep });
    return ok({ communicationId: queued.id, address });
  });
