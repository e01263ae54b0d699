import { z } from "zod";
import { roles, type Actor } from "@/lib/kernel/access";
import type { Locale } from "@/lib/kernel/locale";
import { passwordProblem, type PasswordProblem } from "@/lib/kernel/password";
import { err, ok, type Result } from "@/lib/kernel/result";
import { linkState, maySponsor, type LinkState } from "@/lib/features/people/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { hashPassword } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const AcceptInput = z.object({
  name: z.string().trim().min(1).max(100),
  password: z.string().max(1024),
});
type Accept = z.output<typeof AcceptInput>;

export type AcceptRefusal = Exclude<LinkState, "good"> | PasswordProblem | "has_account" | "unsponsored";

const readInvitation = (tx: Tx, id: string) =>
  tx.db.colleagueInvitation.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      ...{ email: true, role: true, expiresAt: true, acceptedAt: true, withdrawnAt: true },
      inviter: { select: { memberships: { where: { merchantId: tx.scope }, select: { role: true } } } },
    },
  });
type Invitation = Awaited<ReturnType<typeof readInvitation>>;

const roleOf = (word: string) => roles.find((role) => role === word) ?? "viewer";

async function refusalOf(tx: Tx, invitation: Invitation): Promise<AcceptRefusal | null> {
  const { expiresAt, acceptedAt: usedAt, withdrawnAt: voidedAt, email, role, inviter } = invitation;
  const state = linkState({ expiresAt, usedAt, voidedAt }, tx.now);
  if (state !== "good") return state;
  if (!maySponsor(inviter.memberships[0]?.role ?? null, roleOf(role))) return "unsponsored";
  return (await tx.db.user.count({ where: { email } })) > 0 ? "has_account" : null;
}

type Joining = { readonly passwordHash: string; readonly name: string; readonly locale: Locale };

async function join(tx: Tx, { email, role }: Invitation, { passwordHash, name, locale }: Joining) {
  const userId = newId();
  // Another merchant may invite the same person this very moment.
  const made = await tx.db.user.createMany({
    data: { id: userId, email, name, passwordHash, locale, createdAt: tx.now },
    skipDuplicates: true,
  });
  if (made.count === 0) return null;
  await tx.db.membership.create({
    data: { merchantId: tx.scope, userId, role, createdAt: tx.now },
    select: { userId: true },
  });
  return userId;
}

/** The holder of the link gets an account for the address that it was sent to, and their place at the merchant. */
export async function acceptInvitation(
  actor: Actor,
  about: { readonly invitationId: string; readonly email: string; readonly locale: Locale },
  { name, password }: Accept,
): Promise<Result<{ email: string }, AcceptRefusal>> {
  const problem = passwordProblem(password, [about.email, name]);
  if (problem !== null) return err(problem);
  const passwordHash = await hashPassword(password);
  return inTransaction(actor, async (tx): Promise<Result<{ email: string }, AcceptRefusal>> => {
    const id = about.invitationId;
    await lockRow(tx, "colleague_invitation", id);
    const invitation = await readInvitation(tx, id);
    const refused = await refusalOf(tx, invitation);
    if (refused !== null) return err(refused);
    const userId = await join(tx, invitation, { passwordHash, name, locale: about.locale });
    if (userId === null) return err("has_account");
    await tx.db.colleagueInvitation.update({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      data: { acceptedAt: tx.now },
      select: { id: true },
    });
    const { email, role } = invitation;
    await tx.audit("invitation.accepted", ["invitation", id], { userId, email, role });
    return ok({ email });
  });
}
