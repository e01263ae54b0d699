import { refusedSubscription, subscriptionAnswer, summaryOf } from "@/app/api/v1/subscription-answers";
import { NewSubscription, Subscription } from "@/app/api/v1/subscription-schemas";
import { createSubscription } from "@/lib/features/subscriptions/commands/create-subscription";
import { subscriptionListing } from "@/lib/features/subscriptions/listing";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { findSubscriptions } from "@/lib/features/subscriptions/queries/list";
import { apiRead, apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { readApiListing } from "@/lib/web/api-listing";
import { json, type Answer } from "@/lib/web/problem";

export const GET = apiRead("subscriptions:read", async ({ actor, timezone }, request) => {
  const read = readApiListing(subscriptionListing, request, timezone);
  if (!read.ok) return read.refusal;
  const page = await findSubscriptions(actor.scope, read.query);
  return json(200, { data: page.rows.map(summaryOf), links: read.links(page) });
});

const Created = Subscription.pick({ id: true, payments: true });

/** Leads to the new plan; the record stands beside the first payment. */
function withLocation(answer: Answer): Answer {
  if (answer.status !== 201) return answer;
  const { id, payments } = Created.parse(JSON.parse(answer.body));
  const headers = { ...answer.headers, location: `/api/v1/subscriptions/${id}` };
  return { ...answer, headers, paymentId: payments.at(-1)?.id ?? null };
}

export const POST = apiWrite({
  permission: "subscriptions:manage",
  input: NewSubscription,
  run: async ({ actor }, input, { intentId, correlationId }) => {
    const created = await createSubscription(actor, {
      ...input,
      intentId,
      correlationId,
      finalNumber: input.finalNumber ?? null,
      beginDate: input.beginDate ?? null,
      orderReference: input.orderReference ?? null,
    });
    if (!created.ok) return refusedSubscription(created.error);
    const detail = await getSubscription(actor.scope, created.value.subscriptionId);
    return detail === null ? refusedSubscription("not_found") : json(201, subscriptionAnswer(detail));
  },
  complete: withLocation,
});

const refuse = methodNotAllowed("GET, POST");
export { refuse as DELETE, refuse as PATCH, refuse as PUT };
