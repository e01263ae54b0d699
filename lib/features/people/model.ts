import { permissionsOf, rolePermissions, type Permission, type Role } from "@/lib/kernel/access";

/** Failed tries that are let through in one window, per account and per address. */
export const signInLimits = { windowMinutes: 15, perAccount: 8, perAddress: 40 } as const;

export const sessionDays = 7;

/** Mails that one account and one address may ask for in an hour; the same mail at most once in a pause. */
export const resetLimits = { windowMinutes: 60, perAccount: 5, perAddress: 20, pauseSeconds: 60 } as const;
export const resetMinutes = 60;

export const invitationDays = 7;
export const invitationPauseSeconds = 60;
/** Open invitations of one merchant. */
export const mostInvitations = 50;

type Ends = { readonly expiresAt: Date; readonly usedAt: Date | null; readonly voidedAt: Date | null };
export type LinkState = "good" | "used" | "voided" | "expired";

/** What a link of ours is still good for. */
export function linkState({ expiresAt, usedAt, voidedAt }: Ends, now: Date): LinkState {
  if (usedAt !== null) return "used";
  if (voidedAt !== null) return "voided";
  return expiresAt <= now ? "expired" : "good";
}

/** Nobody gives a right that is not their own. */
export const mayGive = (own: ReadonlySet<Permission>, role: Role): boolean =>
  rolePermissions[role].every((permission) => own.has(permission));

/** Whether an invitation still rests on somebody's rights; `role`: of who sent it, null once they have left. */
export const maySponsor = (sponsorRole: string | null, role: Role): boolean => {
  const own = permissionsOf(sponsorRole ?? "");
  return own.has("people:manage") && mayGive(own, role);
};
