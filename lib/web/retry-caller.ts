import "server-only";
import { ok, type Result } from "@/lib/kernel/result";
import type { Actor } from "@/lib/kernel/access";
import { now } from "@/lib/platform/clock";
import { proveScope } from "@/lib/platform/scope";
import { readTicket, ticketAddress, type TicketPurpose } from "@/lib/platform/tickets";

type TicketCaller = { readonly actor: Actor; readonly id: string; readonly until: Date };

/** The customer who holds a link of ours: our signature proves merchant and subject, and gives no other right. */
export const customerOf = (merchantId: string, address: string | null): Actor => ({
  kind: "system",
  id: "customer",
  name: "customer",
  scope: proveScope(merchantId),
  may: new Set(),
  address,
});

export function ticketCaller(
  purpose: TicketPurpose,
  token: string,
  address: string | null,
): Result<TicketCaller, "forged" | "expired"> {
  const ticket = readTicket(purpose, token, now());
  if (!ticket.ok) return ticket;
  const { merchantId, id, until } = ticket.value;
  return ok({ actor: customerOf(merchantId, address), id, until });
}

export type RetryCaller = { readonly actor: Actor; readonly paymentId: string; readonly until: Date };

export function retryCaller(
  token: string,
  address: string | null,
): Result<RetryCaller, "forged" | "expired"> {
  const caller = ticketCaller("retry", token, address);
  if (!caller.ok) return caller;
  const { actor, id: paymentId, until } = caller.value;
  return ok({ actor, paymentId, until });
}

type RetryTicket = { readonly merchantId: string; readonly paymentId: string; readonly until: Date };

export const retryAddress = ({ merchantId, paymentId: id, until }: RetryTicket): string =>
  ticketAddress("retry", { merchantId, id, until });
