import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { CommunicationState } from "@/lib/kernel/communications";
import { linkState, type LinkState } from "@/lib/features/people/model";
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

/** Invitations that nobody has accepted or withdrawn, the newest first, with what became of the newest mail of each. */
export const findInvitations = (scope: MerchantScope) =>
  reading(scope, async (db) => {
    const rows = await db.colleagueInvitation.findMany({
      where: { merchantId: scope, acceptedAt: null, withdrawnAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: {
        ...{ id: true, email: true, name: true, role: true, sentAt: true, expiresAt: true },
        communication: { select: { id: true, state: true } },
      },
    });
    return rows.map(({ communication, ...row }) => ({
      ...row,
      isExpired: row.expiresAt <= now(),
      mail: { ...communication, state: communication.state as CommunicationState },
    }));
  });

/** What the holder of an invitation's link is shown. */
export const getInvitation = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) => {
    const found = await db.colleagueInvitation.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: scope, id } },
      select: {
        ...{ email: true, name: true, role: true, expiresAt: true, acceptedAt: true, withdrawnAt: true },
        inviter: { select: { name: true } },
      },
    });
    const merchant = await db.merchant.findUniqueOrThrow({ where: { id: scope }, select: { name: true } });
    const { acceptedAt: usedAt, withdrawnAt: voidedAt, expiresAt, inviter, ...own } = found;
    const state = linkState({ expiresAt, usedAt, voidedAt }, now());
    return { ...own, inviter: inviter.name, merchant: merchant.name, state };
  });

/** What the link of a mail is good for now. */
export const linkNow = (times: Parameters<typeof linkState>[0]): LinkState => linkState(times, now());
