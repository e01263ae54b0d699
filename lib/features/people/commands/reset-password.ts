import { z } from "zod";
import type { Actor } from "@/lib/kernel/access";
import type { Locale } from "@/lib/kernel/locale";
import { passwordProblem, type PasswordProblem } from "@/lib/kernel/password";
import { err, ok, type Result } from "@/lib/kernel/result";
import { accountKeyOf, addressKeyOf } from "@/lib/features/people/commands/sign-in";
import { linkState, resetLimits, resetMinutes, type LinkState } from "@/lib/features/people/model";
import { now } from "@/lib/platform/clock";
import { queueCommunication } from "@/lib/platform/communications";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { mailLocale } from "@/lib/platform/mail/catalogue";
import { digestOf, hashPassword, newToken } from "@/lib/platform/secrets";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export const AskResetInput = z.object({ email: z.email().max(254) });

type Wish = { readonly email: string; readonly address: string };
export type WishRefusal = "too_soon" | "too_many";

/**
 * Counts the wish before anybody looks for the account, one at a time per account and per address: what is answered,
 * and how long that takes, tells nothing about who has one.
 */
export const countResetWish = ({ email, address }: Wish): Promise<Result<undefined, WishRefusal>> =>
  prisma().$transaction(async (db) => {
    const keys = { accountKey: accountKeyOf(email), addressKey: addressKeyOf(address) };
    await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(key, 1))
      from unnest(${[keys.accountKey, keys.addressKey].sort()}::text[]) key`;
    const at = now();
    const since = { gt: new Date(at.getTime() - resetLimits.windowMinutes * 60_000) };
    const own = await db.passwordResetWish.findMany({
      where: { accountKey: keys.accountKey, at: since },
      orderBy: { at: "desc" },
      select: { at: true },
    });
    const ago = at.getTime() - (own[0]?.at.getTime() ?? 0);
    if (ago < resetLimits.pauseSeconds * 1000) return err("too_soon");
    const count = await db.passwordResetWish.count({ where: { addressKey: keys.addressKey, at: since } });
    if (own.length >= resetLimits.perAccount || count >= resetLimits.perAddress) return err("too_many");
    await db.passwordResetWish.create({ data: { id: newId(), ...keys, at }, select: { id: true } });
    return ok(undefined);
  });

type Account = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
};

/** One link of a person is good at a time, also when two are asked for at once. */
async function voidOlder(tx: Tx, userId: string): Promise<void> {
  await tx.db.$queryRaw`select 1 from app_user where id = ${userId}::uuid for no key update`;
  await tx.db.passwordReset.updateMany({
    where: { userId, usedAt: null, voidedAt: null },
    data: { voidedAt: tx.now },
  });
}

/** Writes a link to the account's own address; the portal keeps its digest. */
export const sendReset = (actor: Actor, account: Account, spoken: Locale) =>
  inTransaction(actor, async (tx) => {
    const { userId, email, name, locale } = account;
    await voidOlder(tx, userId);
    const [id, token] = [newId(), newToken()];
    const expiresAt = new Date(tx.now.getTime() + resetMinutes * 60_000);
    await tx.db.passwordReset.create({
      data: { id, userId, tokenDigest: digestOf(token), createdAt: tx.now, expiresAt },
      select: { id: true },
    });
    const queued = await queueCommunication(tx, {
      ...{ websiteId: null, channel: "email", kind: "password_reset", addressee: email, name },
      ...{ locale: locale === null ? spoken : mailLocale(locale), content: {} },
      secret: { link: new URL(`/reset-password/${token}`, env().baseUrl).href },
    });
    await tx.audit("user.asked_for_password_reset", ["user", userId], { communicationId: queued.id });
    return ok(undefined);
  });

type Reset = { readonly resetId: string; readonly account: Account };
export type ResetRefusal = Exclude<LinkState, "good"> | PasswordProblem;

async function spend(tx: Tx, { resetId, account }: Reset): Promise<LinkState> {
  await tx.db.$queryRaw`select 1 from app_user where id = ${account.userId}::uuid for no key update`;
  const times = await tx.db.passwordReset.findUniqueOrThrow({
    where: { id: resetId },
    select: { expiresAt: true, usedAt: true, voidedAt: true },
  });
  const state = linkState(times, tx.now);
  if (state === "good")
    await tx.db.passwordReset.update({ where: { id: resetId }, data: { usedAt: tx.now } });
  return state;
}

/** The link is spent, every session of the person ends, and failed tries to sign in are forgiven. */
export async function resetPassword(
  actor: Actor,
  reset: Reset,
  password: string,
): Promise<Result<undefined, ResetRefusal>> {
  const { userId, email, name } = reset.account;
  const problem = passwordProblem(password, [email, name]);
  if (problem !== null) return err(problem);
  const passwordHash = await hashPassword(password);
  return inTransaction(actor, async (tx): Promise<Result<undefined, ResetRefusal>> => {
    const state = await spend(tx, reset);
    if (state !== "good") return err(state);
    await tx.db.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
    const ended = await tx.db.userSession.updateMany({
      where: { userId, endedAt: null },
      data: { endedAt: tx.now },
    });
    await tx.db.signInFailure.deleteMany({ where: { accountKey: accountKeyOf(email) } });
    await tx.audit("user.reset_password", ["user", userId], { sessionsEnded: ended.count });
    return ok(undefined);
  });
}
