import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { resolveReference, type ResolvedReference } from "@/lib/features/payments/queries/resolve-reference";
import { env } from "@/lib/platform/env";

/** The same for Trust's protocols, which may be told to be blind for a while to what was only just made (TP-13). */
export async function resolveUpdatable(
  scope: MerchantScope,
  reference: string,
  now: Date,
): Promise<ResolvedReference | null> {
  const found = await resolveReference(scope, reference);
  if (found === null) return null;
  return now.getTime() - found.createdAt.getTime() < env().trustUpdateDelayMs ? null : found;
}
