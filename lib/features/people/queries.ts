import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { reading } from "@/lib/platform/tx";

export const findOwnSessions = (userId: string) =>
  prisma().userSession.findMany({
    where: { userId, endedAt: null, expiresAt: { gt: now() } },
    orderBy: { lastSeenAt: "desc" },
    select: { id: true, createdAt: true, lastSeenAt: true, address: true, userAgent: true },
  });

export const findColleagues = (scope: MerchantScope) =>
  reading(scope, async (db) => {
    const members = await db.membership.findMany({
      where: { merchantId: scope },
      orderBy: { createdAt: "asc" },
      select: { role: true, user: { select: { id: true, name: true, email: true } } },
    });
    return members.map(({ role, user }) => ({ ...user, role }));
  });

/** Every list asks for it, so it goes the short way. */
export async function hiddenColumns(userId: string, listing: string): Promise<readonly string[]> {
  const { rows } = await pool().query<{ hidden: string[] }>({
    name: "hidden_columns",
    text: "select hidden from listing_preference where user_id = $1 and listing = $2",
    values: [userId, listing],
  });
  return rows[0]?.hidden ?? [];
}
