import { invoiceSummary } from "@/app/api/v1/invoice-answers";
import { invoiceListing } from "@/lib/features/invoices/listing";
import { findInvoices } from "@/lib/features/invoices/queries/list";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json } from "@/lib/web/problem";

export const GET = apiRead("invoices:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(invoiceListing, request, timezone);
  if (!read.ok) return read.refusal;
  const page = await findInvoices(actor.scope, read.query);
  return json(200, { data: page.rows.map(invoiceSummary), links: read.links(page) });
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
