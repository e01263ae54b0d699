import { comeBackFromBank } from "@/lib/features/data-requests/commands/hear-bank";
import { incomingExchange } from "@/lib/web/incoming-exchange";
import { ticketCaller } from "@/lib/web/retry-caller";
import { addressOf } from "@/lib/web/api-caller";

type Route = { readonly params: Promise<{ readonly token: string }> };

const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
const to = (location: string) => new Response(null, { status: 303, headers: { ...headers, location } });

/** The bank sends the customer here; we note it and send them on to the shop, or to a page of ours. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { token } = await params;
  const caller = ticketCaller("return", token, addressOf(request));
  if (!caller.ok) return to("/returned?as=unknown");
  const exchange = incomingExchange("customer_to_us", { request, body: "", status: 303 });
  const back = await comeBackFromBank(caller.value.actor, caller.value.id, exchange);
  if (!back.ok) return to("/returned?as=unknown");
  const { address, code } = back.value;
  return to(address ?? `/returned?as=${code === 890 || code === 891 ? "cancelled" : "noted"}`);
}
