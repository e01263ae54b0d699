import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
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
