import { readId, refused } from "@/app/api/v1/refusals";
import { getPaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const GET = apiRead<{ id: string }>("payments:read", async ({ actor }, _request, params) => {
  const id = readId(params.id);
  const payment = id === null ? null : await getPaymentWithRefunds(actor.scope, id);
  return payment === null ? refused("not_found") : json(200, payment);
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
