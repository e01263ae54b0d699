import { readId } from "@/app/api/v1/refusals";
import { refusedSubscription, subscriptionAnswer } from "@/app/api/v1/subscription-answers";
import { SubscriptionUpdate } from "@/app/api/v1/subscription-schemas";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import type { WantedSubscription } from "@/lib/features/subscriptions/model";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

const given = (wanted: object): WantedSubscription =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));

export const POST = apiWrite<typeof SubscriptionUpdate, { id: string }>({
  permission: "subscriptions:manage",
  input: SubscriptionUpdate,
  run: async ({ actor }, input, { correlationId, params }) => {
    const subscriptionId = readId(params.id);
    if (subscriptionId === null) return refusedSubscription("not_found");
    const updated = await updateSubscription(actor, { subscriptionId, wanted: given(input), correlationId });
    if (!updated.ok) return refusedSubscription(updated.error);
    const detail = await getSubscription(actor.scope, subscriptionId);
    return detail === null ? refusedSubscription("not_found") : json(201, subscriptionAnswer(detail));
  },
  complete: (answer) => answer,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
