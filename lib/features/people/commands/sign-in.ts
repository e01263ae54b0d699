import { err, ok, type Result } from "@/lib/kernel/result";
import { sessionDays, signInLimits } from "@/lib/features/people/model";
import { now } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { digestOf, hashPassword, passwordMatches } from "@/lib/platform/secrets";

const dayMs = 24 * 3600 * 1000;

type Try = {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
};

export const accountKeyOf = (email: string): string => digestOf(`account ${email.trim().toLowerCase()}`);
export const addressKeyOf = (address: string): string => digestOf(`address ${address}`);
const keysOf = ({ email, address }: Try) => ({
  accountKey: accountKeyOf(email),
  addressKey: addressKeyOf(address),
});

/**
 * Counts the try before the password is looked at, one at a time per account and per address, so that
 * many tries at once cannot slip past the limit together. Null: too many.
 */
const countTry = (tried: Try): Promise<string | null> =>
  prisma().$transaction(async (db) => {
    const keys = keysOf(tried);
    await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(key, 0))
      from unnest(${[keys.accountKey, keys.addressKey].sort()}::text[]) key`;
    const at = { gt: new Date(now().getTime() - signInLimits.windowMinutes * 60_000) };
    const account = await db.signInFailure.count({ where: { accountKey: keys.accountKey, at } });
    const address = await db.signInFailure.count({ where: { addressKey: keys.addressKey, at } });
    if (account >= signInLimits.perAccount || address >= signInLimits.perAddress) return null;
    const id = newId();
    await db.signInFailure.create({ data: { id, ...keys, at: now() }, select: { id: true } });
    return id;
  });

/** A right password was no failure. */
const forgetTry = (id: string) => prisma().signInFailure.deleteMany({ where: { id } });

let decoy: Promise<string> | null = null;
/** Compared with when there is no such person, so that both answers take the same time. */
const decoyHash = () => (decoy ??= hashPassword("nobody has this password"));

async function openSession(userId: string, tried: Try): Promise<string> {
  const id = newId();
  const at = now();
  await prisma().userSession.create({
    data: {
      id,
      userId,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + sessionDays * dayMs),
      address: tried.address,
      userAgent: tried.userAgent,
    },
    select: { id: true },
  });
  return id;
}

/** The same answer, after the same work, for an unknown person and for a wrong password. */
export async function signInWithPassword(
  tried: Try,
): Promise<Result<{ userId: string; sessionId: string }, "wrong_credentials" | "too_many_tries">> {
  const counted = await countTry(tried);
  if (counted === null) return err("too_many_tries");
  const user = await prisma().user.findUnique({
    where: { email: tried.email.trim().toLowerCase() },
    select: { id: true, passwordHash: true, disabledAt: true },
  });
  const matches = await passwordMatches(user?.passwordHash ?? (await decoyHash()), tried.password);
  if (user === null || user.disabledAt !== null || !matches) return err("wrong_credentials");
  await forgetTry(counted);
  return ok({ userId: user.id, sessionId: await openSession(user.id, tried) });
}
