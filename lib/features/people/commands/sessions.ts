import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { inTransaction } from "@/lib/platform/tx";

/** Signing out: the row is ended, so the cookie is worth nothing from the next request on. */
export async function endSession(sessionId: string): Promise<void> {
  await prisma().userSession.updateMany({
    where: { id: sessionId, endedAt: null },
    data: { endedAt: now() },
  });
}

export const EndSessionInput = z.object({ sessionId: z.uuid() });

/** Ends one of the person's own sessions, at once. */
export const endOwnSession = (actor: Actor, input: z.output<typeof EndSessionInput>) =>
  inTransaction(actor, async (tx) => {
    const ended = await tx.db.userSession.updateMany({
      where: { id: input.sessionId, userId: actor.id, endedAt: null },
      data: { endedAt: tx.now },
    });
    if (ended.count === 0) return err("not_found");
    await tx.audit("session.ended", ["session", input.sessionId]);
    return ok(undefined);
  });

export const SwitchMerchantInput = z.object({ merchantId: z.uuid(), sessionId: z.uuid() });

/** Moves the session to another merchant. Without a membership there, `currentSession` would not follow. */
export const switchMerchant = (actor: Actor, input: z.output<typeof SwitchMerchantInput>) =>
  inTransaction(actor, async (tx) => {
    const places = await tx.db.$queryRaw<
      { merchant_id: string }[]
    >`select merchant_id from memberships_of(${actor.id}::uuid)`;
    if (!places.some(({ merchant_id: id }) => id === input.merchantId)) return err("not_found");
    const moved = await tx.db.userSession.updateMany({
      where: { id: input.sessionId, userId: actor.id, endedAt: null },
      data: { activeMerchantId: input.merchantId },
    });
    if (moved.count === 0) return err("not_found");
    await tx.audit("session.merchant_switched", ["session", input.sessionId], {
      merchantId: input.merchantId,
    });
    return ok(undefined);
  });
