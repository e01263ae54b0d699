import { refundSummary } from "@/app/api/v1/refund-answers";
import { refundListing } from "@/lib/features/refunds/listing";
import { findRefunds } from "@/lib/features/refunds/queries/list";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json, problem } from "@/lib/web/problem";

const statusIsGiven = () =>
  problem("unknown_parameters", "See errors.", {
    errors: [{ field: "status", reason: "unknown_parameter" }],
  });

export const GET = apiRead("payments:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(refundListing, request, timezone);
  if (!read.ok) return read.refusal;
  if (read.query.filters.status !== undefined) return statusIsGiven();
  const filters = { ...read.query.filters, status: ["awaiting_approval"] };
  const page = await findRefunds(actor.scope, { ...read.query, filters });
  return json(200, { data: page.rows.map(refundSummary), links: read.links(page) });
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
