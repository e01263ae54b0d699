import { permissions, type Permission } from "@/lib/kernel/access";
import { findApiKey } from "@/lib/platform/credentials";
import { proveScope } from "@/lib/platform/scope";
import type { Caller } from "@/lib/web/endpoint";

/** What every API key may do: everything a shop needs, nothing that a person should decide. */
const usualRights: readonly Permission[] = [
  "payments:read",
  "payments:create",
  "payments:refund",
  "payments:capture",
  "payments:update",
  "payments:cancel",
  "subscriptions:read",
  "subscriptions:manage",
  "invoices:read",
  "invoices:manage",
  "bounces:report",
];

/** Words that name no right give none. */
const rightsOf = (more: readonly string[]): ReadonlySet<Permission> =>
  new Set([...usualRights, ...permissions.filter((right) => more.includes(right))]);

/** The address as the server in front saw it. */
export const addressOf = (request: Request): string | null =>
  request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? null;

/** Reads `Authorization: Bearer <API key>`. */
export async function apiCaller(request: Request): Promise<Caller | null> {
  const key = /^bearer ([\w.~+/=-]{1,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const found = key === undefined ? null : await findApiKey(key);
  if (found === null) return null;
  return {
    actor: {
      kind: "api",
      id: found.keyId,
      name: found.keyName,
      scope: proveScope(found.merchantId),
      may: rightsOf(found.rights),
      address: addressOf(request),
    },
    websiteId: found.websiteId,
    siteReference: null,
    timezone: found.timezone,
  };
}
