import { noSuchRefund, readId } from "@/app/api/v1/refusals";
import { getRefund } from "@/lib/features/payments/queries/get-refund";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const GET = apiRead<{ id: string }>("payments:read", async ({ actor }, _request, params) => {
  const id = readId(params.id);
  const refund = id === null ? null : await getRefund(actor.scope, id);
  return refund === null ? noSuchRefund() : json(200, refund);
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
