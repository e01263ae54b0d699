import "server-only";
import type { Permission } from "@/lib/kernel/access";
import { openComputopCall, type ComputopCall } from "@/lib/platform/computop-calls";
import type { ComputopCredential } from "@/lib/platform/credentials";
import { proveScope } from "@/lib/platform/scope";
import { addressOf } from "@/lib/web/api-caller";
import type { Caller, NamedWebsite } from "@/lib/web/endpoint";

const computopPermissions: ReadonlySet<Permission> = new Set<Permission>([
  "payments:read",
  "payments:capture",
  "payments:cancel",
  "payments:refund",
]);

type Refused = Extract<Awaited<ReturnType<typeof openComputopCall>>, { readonly ok: false }>;
type Judged =
  | { readonly ok: true; readonly value: { readonly caller: Caller; readonly call: ComputopCall } }
  | (Omit<Refused, "by"> & { readonly by: NamedWebsite | null });

const named = ({ merchantId, websiteId }: ComputopCredential): NamedWebsite => ({
  scope: proveScope(merchantId),
  websiteId,
});

/** Whoever writes something readable under the cipher password speaks for the website; writes are signed besides. */
export async function computopCaller(request: Request, form: string): Promise<Judged> {
  const opened = await openComputopCall(form);
  if (!opened.ok) return { ...opened, by: opened.by && named(opened.by) };
  const { credential, key } = opened.value;
  const { merchantId: id } = key.envelope;
  const { scope, websiteId } = named(credential);
  const actor = { kind: "api", id, name: id, scope, may: computopPermissions } as const;
  const caller: Caller = {
    actor: { ...actor, address: addressOf(request) },
    websiteId,
    siteReference: null,
    timezone: credential.timezone,
  };
  return { ok: true, value: { caller, call: opened.value } };
}
