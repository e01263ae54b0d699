import { invoiceAnswer, refusedInvoice } from "@/app/api/v1/invoice-answers";
import { readId } from "@/app/api/v1/refusals";
import { getInvoice } from "@/lib/features/invoices/queries/detail";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const GET = apiRead<{ id: string }>("invoices:read", async ({ actor }, _request, params) => {
  const id = readId(params.id);
  const detail = id === null ? null : await getInvoice(actor.scope, id);
  return detail === null ? refusedInvoice("not_found") : json(200, invoiceAnswer(detail));
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
