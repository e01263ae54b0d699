import "server-only";
import { ok, type Result } from "@/lib/kernel/result";
import type { Actor } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import { proveScope } from "@/lib/platform/scope";
import { readRetryToken } from "@/lib/web/retry-token";

export type RetryCaller = { readonly actor: Actor; readonly paymentId: string; readonly until: Date };

/** The customer who holds a link of ours: our signature proves merchant and payment, and gives no other right. */
export function retryCaller(
  token: string,
  address: string | null,
): Result<RetryCaller, "forged" | "expired"> {
  const ticket = readRetryToken(token, now());
  if (!ticket.ok) return ticket;
  const { merchantId, paymentId, until } = ticket.value;
  return ok({
    actor: {
      kind: "system",
      id: "customer",
      name: "customer",
      scope: proveScope(merchantId),
      may: new Set(),
      address,
    },
    paymentId,
    until,
  });
}
