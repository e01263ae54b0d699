import { readId } from "@/app/api/v1/refusals";
import { refusedSubscription, subscriptionAnswer } from "@/app/api/v1/subscription-answers";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { apiRead, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const GET = apiRead<{ id: string }>("subscriptions:read", async ({ actor }, _request, params) => {
  const id = readId(params.id);
  const detail = id === null ? null : await getSubscription(actor.scope, id);
  return detail === null ? refusedSubscription("not_found") : json(200, subscriptionAnswer(detail));
});

const refuse = methodNotAllowed("GET");
export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
