import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { permissionsOf, type Actor, type Permission } from "@/lib/kernel/access";
import { env } from "@/lib/platform/env";
import { proveScope } from "@/lib/platform/scope";
import { readSessionRecord, type SessionRecord } from "@/lib/platform/sessions";

export type Session = {
  readonly id: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly locale: string | null;
  };
  readonly merchants: readonly { readonly id: string; readonly name: string; readonly role: string }[];
  readonly merchant: {
    readonly id: string;
    readonly name: string;
    readonly timezone: string;
    readonly isDemo: boolean;
    readonly role: string;
  };
  readonly actor: Actor;
};

/** Behind TLS the cookie carries the prefix that binds it to a secure origin. */
export const sessionCookie = () =>
  env().secureCookies ? "__Secure-authjs.session-token" : "authjs.session-token";

const mostNames = 2_000;
/** Which session a cookie names never changes, and reading the name costs more than reading the session. */
const sessionIds = new Map<string, string>();

async function sessionIdOf(token: string, salt: string): Promise<string | null> {
  const known = sessionIds.get(token);
  if (known !== undefined) return known;
  const claims = await decode({ token, secret: env().authSecret, salt }).catch(() => null);
  if (typeof claims?.["sid"] !== "string") return null;
  if (sessionIds.size >= mostNames) sessionIds.clear();
  sessionIds.set(token, claims["sid"]);
  return claims["sid"];
}

/** The cookie only names the session row: its end, rights and merchant are read from the database on each request. */
async function sessionIdOfCookie(): Promise<string | null> {
  const name = sessionCookie();
  const token = (await cookies()).get(name)?.value;
  return token === undefined ? null : sessionIdOf(token, name);
}

async function clientAddress(): Promise<string | null> {
  return (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? null;
}

function sessionOf(record: SessionRecord, address: string | null): Session | null {
  const active = record.memberships.find(({ merchantId }) => merchantId === record.activeMerchantId);
  const membership = active ?? record.memberships[0];
  if (membership === undefined) return null;
  return {
    id: record.id,
    user: { id: record.userId, name: record.name, email: record.email, locale: record.locale },
    merchants: record.memberships.map(({ merchantId: id, merchantName: name, role }) => ({ id, name, role })),
    merchant: {
      id: membership.merchantId,
      name: membership.merchantName,
      timezone: membership.timezone,
      isDemo: membership.isDemo,
      role: membership.role,
    },
    actor: {
      kind: "user",
      id: record.userId,
      name: record.name,
      scope: proveScope(membership.merchantId),
      may: permissionsOf(membership.role),
      address,
    },
  };
}

/** The signed-in person, read once per request; null when signed out, ended, or in no merchant. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdOfCookie();
  const record = id === null ? null : await readSessionRecord(id);
  return record === null ? null : sessionOf(record, await clientAddress());
});

export const currentActor = async (): Promise<Actor | null> => (await currentSession())?.actor ?? null;

/** For pages: no session leads to the sign-in page. */
export async function requireSession(): Promise<Session> {
  return (await currentSession()) ?? redirect("/sign-in");
}

/** For pages: without the right the page is not there. */
export async function requirePermission(permission: Permission): Promise<Session> {
  const session = await requireSession();
  if (!session.actor.may.has(permission)) notFound();
  return session;
}
