import { hearFromBank } from "@/lib/features/data-requests/commands/hear-bank";
import { bankCaller } from "@/lib/web/bank-caller";
import { incomingExchange } from "@/lib/web/incoming-exchange";
import { readBody } from "@/lib/web/read-body";

const limitBytes = 64 * 1024;
const refusals = { unsigned: 401, unreadable: 400, unknown: 404 } as const;

/** The bank tells what became of a mandate. It repeats its word until this answers with 204. */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, limitBytes);
  if (body === null) return new Response(null, { status: 413 });
  const caller = await bankCaller(request, body);
  if (!caller.ok) return new Response(null, { status: refusals[caller.error] });
  const { actor, dataRequestId, told } = caller.value;
  const exchange = incomingExchange("bank_to_us", { request, body, status: 204 });
  await hearFromBank(actor, { dataRequestId, told, exchange });
  return new Response(null, { status: 204 });
}
