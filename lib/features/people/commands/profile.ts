import { z } from "zod";
import { roles, type Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { locales } from "@/lib/kernel/locale";
import { mayGive } from "@/lib/features/people/model";
import { inTransaction } from "@/lib/platform/tx";

export const LanguageInput = z.object({ locale: z.enum(locales) });

export const chooseLanguage = (actor: Actor, input: z.output<typeof LanguageInput>) =>
  inTransaction(actor, async (tx) => {
    await tx.db.user.update({
      where: { id: actor.id },
      data: { locale: input.locale },
      select: { id: true },
    });
    await tx.audit("user.language_chosen", ["user", actor.id], { locale: input.locale });
    return ok(undefined);
  });

export const ChangeRoleInput = z.object({ userId: z.uuid(), role: z.enum(roles) });

/** Takes effect at the person's next request. Nobody changes their own role, so an owner always remains. */
export const changeRole = (actor: Actor, input: z.output<typeof ChangeRoleInput>) =>
  inTransaction(actor, async (tx) => {
    if (input.userId === actor.id) return err("own_role");
    if (!mayGive(actor.may, input.role)) return err("above_own_role");
    const where = { merchantId: tx.scope, userId: input.userId };
    const before = await tx.db.membership.findUnique({
      where: { merchantId_userId: where },
      select: { role: true },
    });
    if (!before) return err("not_found");
    await tx.db.membership.update({
      where: { merchantId_userId: where },
      data: { role: input.role },
      select: { role: true },
    });
    await tx.audit("membership.role_changed", ["user", input.userId], {
      before: before.role,
      after: input.role,
    });
    return ok(undefined);
  });

export const RemoveColleagueInput = z.object({ userId: z.uuid() });

export const removeColleague = (actor: Actor, input: z.output<typeof RemoveColleagueInput>) =>
  inTransaction(actor, async (tx) => {
    if (input.userId === actor.id) return err("own_role");
    const removed = await tx.db.membership.deleteMany({
      where: { merchantId: tx.scope, userId: input.userId },
    });
    if (removed.count === 0) return err("not_found");
    await tx.audit("membership.removed", ["user", input.userId]);
    return ok(undefined);
  });
