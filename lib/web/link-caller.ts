import "server-only";
import type { Actor } from "@/lib/kernel/access";
import {
  findAccount,
  findInvitation,
  findReset,
  type Account,
  type LinkTimes,
} from "@/lib/platform/accounts";
import { proveScope } from "@/lib/platform/scope";
import { customerOf } from "@/lib/web/retry-caller";

export type AccountCaller = { readonly actor: Actor; readonly account: Account };
export type ResetCaller = AccountCaller & { readonly resetId: string; readonly times: LinkTimes };
export type InvitationCaller = { readonly actor: Actor; readonly invitationId: string };

const shape = /^[\w-]{43}$/;

/** Somebody who typed an address: nothing is proven, and they may nothing but have the portal write to it. */
export async function accountCaller(email: string, address: string | null): Promise<AccountCaller | null> {
  const account = await findAccount(email);
  if (account === null) return null;
  const actor = { ...customerOf(account.merchantId, address), id: "visitor", name: "visitor" };
  return { actor, account };
}

/** Who holds the link of a mail to a person is taken for this person, for that link's one purpose. */
export async function resetCaller(token: string, address: string | null): Promise<ResetCaller | null> {
  const found = shape.test(token) ? await findReset(token) : null;
  if (found === null) return null;
  const { id: resetId, account, ...times } = found;
  const { userId: id, name, merchantId } = account;
  const actor: Actor = { kind: "user", id, name, scope: proveScope(merchantId), may: new Set(), address };
  return { actor, account, resetId, times };
}

export async function invitationCaller(
  token: string,
  address: string | null,
): Promise<InvitationCaller | null> {
  const found = shape.test(token) ? await findInvitation(token) : null;
  if (found === null) return null;
  const actor = { ...customerOf(found.merchantId, address), id: "visitor", name: "visitor" };
  return { actor, invitationId: found.id };
}
