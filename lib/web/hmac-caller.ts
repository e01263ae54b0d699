import type { Permission } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import type { BuckarooCredential } from "@/lib/platform/credentials";
import { env } from "@/lib/platform/env";
import { verifyHmacCall, type HmacRefusal } from "@/lib/platform/hmac-calls";
import { isFirstUse } from "@/lib/platform/nonces";
import { proveScope } from "@/lib/platform/scope";
import { addressOf } from "@/lib/web/api-caller";
import type { Caller, NamedWebsite } from "@/lib/web/endpoint";

const hmacPermissions: ReadonlySet<Permission> = new Set<Permission>([
  "payments:read",
  "payments:refund",
  "subscriptions:read",
  "subscriptions:manage",
  "data_requests:read",
  "data_requests:manage",
]);

/** The address as the caller may have signed it: by the host that it asked for or by our own, with its slash or without. */
function urlsOf(request: Request): readonly string[] {
  const { host, pathname, search } = new URL(request.url);
  const hosts = new Set([request.headers.get("host") ?? host, host, new URL(env().baseUrl).host]);
  const bare = pathname.replace(/\/$/, "");
  return [...hosts].flatMap((name) => [bare, `${bare}/`].map((path) => `https://${name}${path}${search}`));
}

export type CallerRefusal = HmacRefusal | "nonce_used";
type Judged =
  | { readonly ok: true; readonly value: Caller }
  | { readonly ok: false; readonly reason: CallerRefusal; readonly by: NamedWebsite | null };

const named = ({ merchantId, websiteId }: BuckarooCredential): NamedWebsite => ({
  scope: proveScope(merchantId),
  websiteId,
});

/** Reads `Authorization: hmac <website key>:<signature>:<nonce>:<time>` (domain.md 2.6.2). */
export async function hmacCaller(request: Request, body: () => Promise<string | null>): Promise<Judged> {
  const at = now();
  const proven = await verifyHmacCall({
    authorization: request.headers.get("authorization"),
    method: request.method === "POST" ? "POST" : "GET",
    urls: urlsOf(request),
    body,
    now: at,
  });
  if (!proven.ok) {
    const { reason, by } = proven;
    return { ok: false, reason, by: by && named(by) };
  }
  const { merchantId, websiteId, websiteName, websiteKey, nonce, timezone } = proven.value;
  const scope = proveScope(merchantId);
  if (!(await isFirstUse(scope, { websiteId, nonce, now: at })))
    return { ok: false, reason: "nonce_used", by: { scope, websiteId } };
  const actor = { kind: "api", id: websiteKey, name: websiteName, scope, may: hmacPermissions } as const;
  return {
    ok: true,
    value: {
      actor: { ...actor, address: addressOf(request) },
      websiteId,
      siteReference: null,
      timezone,
    },
  };
}
