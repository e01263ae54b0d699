import { z } from "zod";
import { roles, type Actor, type Role } from "@/lib/kernel/access";
import { locales, type Locale } from "@/lib/kernel/locale";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  invitationDays,
  invitationPauseSeconds,
  mayGive,
  mostInvitations,
} from "@/lib/features/people/model";
import { queueCommunication } from "@/lib/platform/communications";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { digestOf, newToken } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const dayMs = 24 * 3600 * 1000;

export const InviteInput = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  name: z
    .string()
    .trim()
    .max(100)
    .transform((name) => (name === "" ? null : name)),
  role: z.enum(roles),
  locale: z.enum(locales),
});
type Invite = z.output<typeof InviteInput>;

type Letter = Omit<Invite, "locale" | "role"> & { readonly role: Role; readonly locale: Locale };

/** The mail, and what is kept of its link. */
async function writeTo(tx: Tx, { email, name, role, locale }: Letter) {
  const merchant = await tx.db.merchant.findUniqueOrThrow({
    where: { id: tx.scope },
    select: { name: true },
  });
  const token = newToken();
  const queued = await queueCommunication(tx, {
    ...{ websiteId: null, channel: "email", kind: "colleague_invitation", locale, addressee: email, name },
    content: { merchant: merchant.name, inviter: tx.actor.name, role },
    secret: { link: new URL(`/invitation/${token}`, env().baseUrl).href },
  });
  return {
    communicationId: queued.id,
    tokenDigest: digestOf(token),
    invitedBy: tx.actor.id,
    sentAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + invitationDays * dayMs),
  };
}

const open = { acceptedAt: null, withdrawnAt: null };

/** One list of a merchant at a time, so that nobody is invited twice and the limit holds. */
const lockList = (tx: Tx) =>
  tx.db.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`invitations ${tx.scope}`}, 1))::text`;

type InviteRefusal = "above_own_role" | "has_account" | "invited_before" | "too_many";

async function refusalOf(tx: Tx, { email, role }: Invite): Promise<InviteRefusal | null> {
  if (!mayGive(tx.actor.may, role)) return "above_own_role";
  if ((await tx.db.user.count({ where: { email } })) > 0) return "has_account";
  const waiting = await tx.db.colleagueInvitation.findMany({
    where: { merchantId: tx.scope, ...open },
    select: { email: true },
  });
  if (waiting.some((one) => one.email === email)) return "invited_before";
  return waiting.length >= mostInvitations ? "too_many" : null;
}

/** Somebody without an account gets a link by which they join the merchant with a role. */
export const inviteColleague = (actor: Actor, input: Invite) =>
  inTransaction(actor, async (tx): Promise<Result<{ email: string }, InviteRefusal>> => {
    await lockList(tx);
    const refused = await refusalOf(tx, input);
    if (refused !== null) return err(refused);
    const id = newId();
    const letter = await writeTo(tx, input);
    await tx.db.colleagueInvitation.create({
      data: { merchantId: tx.scope, id, ...input, ...letter, createdAt: tx.now },
      select: { id: true },
    });
    const { email, role } = input;
    await tx.audit("invitation.sent", ["invitation", id], { email, role });
    return ok({ email });
  });

export const InvitationInput = z.object({ invitationId: z.uuid() });
type Named = z.output<typeof InvitationInput>;

async function lockOpen(tx: Tx, id: string) {
  if (!(await lockRow(tx, "colleague_invitation", id))) return null;
  return tx.db.colleagueInvitation.findFirst({ where: { merchantId: tx.scope, id, ...open } });
}

type ResendRefusal = "not_found" | "too_soon" | "above_own_role";

/** A new link for the same person; the older one opens nothing any more. */
export const resendInvitation = (actor: Actor, { invitationId: id }: Named) =>
  inTransaction(actor, async (tx): Promise<Result<undefined, ResendRefusal>> => {
    const found = await lockOpen(tx, id);
    if (found === null) return err("not_found");
    const { email, name } = found;
    const role = roles.find((word) => word === found.role) ?? "viewer";
    if (!mayGive(tx.actor.may, role)) return err("above_own_role");
    const ago = tx.now.getTime() - found.sentAt.getTime();
    if (ago < invitationPauseSeconds * 1000) return err("too_soon");
    await tx.db.colleagueInvitation.update({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      data: await writeTo(tx, { email, name, role, locale: mailLocale(found.locale) }),
      select: { id: true },
    });
    await tx.audit("invitation.sent_again", ["invitation", id], { email, role });
    return ok(undefined);
  });

export const withdrawInvitation = (actor: Actor, { invitationId: id }: Named) =>
  inTransaction(actor, async (tx): Promise<Result<undefined, "not_found">> => {
    const found = await lockOpen(tx, id);
    if (found === null) return err("not_found");
    await tx.db.colleagueInvitation.update({
      where: { merchantId_id: { merchantId: tx.scope, id } },
      data: { withdrawnAt: tx.now },
      select: { id: true },
    });
    await tx.audit("invitation.withdrawn", ["invitation", id], { email: found.email });
    return ok(undefined);
  });
