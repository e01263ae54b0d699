import { createHash } from "node:crypto";
import type { Permission } from "@/lib/kernel/access";
import { systemMs } from "@/lib/platform/clock";
import { findTrustCredential } from "@/lib/platform/credentials";
import { proveScope } from "@/lib/platform/scope";
import { hashPassword, passwordMatches } from "@/lib/platform/secrets";
import { addressOf } from "@/lib/web/api-caller";
import type { Caller } from "@/lib/web/endpoint";

const trustPermissions: ReadonlySet<Permission> = new Set<Permission>([
  "payments:read",
  "payments:create",
  "payments:refund",
  "payments:update",
  "payments:cancel",
  "subscriptions:read",
  "subscriptions:manage",
]);

/** Null unless the header is Basic with a plausible alias and a password. */
export function readBasic(
  header: string | null,
): { readonly alias: string; readonly password: string } | null {
  const encoded = /^basic ([A-Za-z0-9+/=]{1,2000})$/i.exec(header?.trim() ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1 || /\p{Cc}/u.test(text)) return null;
  return { alias: text.slice(0, colon), password: text.slice(colon + 1) };
}

const rememberMs = 5 * 60_000;
const remembered = new Map<string, number>();

/** Argon2 is slow on purpose; a pair that matched is remembered for five minutes, as a digest and in memory only. */
async function matches(passwordHash: string, password: string): Promise<boolean> {
  const pair = createHash("sha256").update(passwordHash).update("\0").update(password).digest("base64");
  if ((remembered.get(pair) ?? 0) > systemMs()) return true;
  if (!(await passwordMatches(passwordHash, password))) return false;
  if (remembered.size > 1_000) remembered.clear();
  remembered.set(pair, systemMs() + rememberMs);
  return true;
}

let decoy: Promise<string> | null = null;

/** Reads `Authorization: Basic alias:password`. An unknown alias takes as long as a wrong password. */
export async function basicCaller(request: Request): Promise<Caller | null> {
  const given = readBasic(request.headers.get("authorization"));
  if (given === null) return null;
  const found = await findTrustCredential(given.alias);
  if (found === null) {
    await passwordMatches(await (decoy ??= hashPassword("decoy")), given.password);
    return null;
  }
  if (!(await matches(found.passwordHash, given.password))) return null;
  return {
    actor: {
      kind: "api",
      id: given.alias,
      name: given.alias,
      scope: proveScope(found.merchantId),
      may: trustPermissions,
      address: addressOf(request),
    },
    websiteId: found.websiteId,
    siteReference: found.siteReference,
    timezone: found.timezone,
  };
}

/** Whether somebody has this alias; tells 30008 from 60022 (domain.md 1.4, step 3). */
export const isKnownAlias = async (alias: string): Promise<boolean> =>
  !/\p{Cc}/u.test(alias) && (await findTrustCredential(alias)) !== null;
