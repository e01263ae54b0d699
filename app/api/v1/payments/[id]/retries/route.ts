import { readId, refused } from "@/app/api/v1/refusals";
import { NewRetry } from "@/app/api/v1/schemas";
import { cardOf, createdAnswer, withLocation } from "@/app/api/v1/writes";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { hasHappened } from "@/lib/features/payments/queries/has-happened";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";

export const POST = apiWrite<typeof NewRetry, { id: string }>({
  permission: "payments:create",
  input: NewRetry,
  run: async ({ actor }, { method, card }, { params, ...wish }) => {
    const paymentId = readId(params.id);
    if (paymentId === null) return refused("not_found");
    const retried = await retryPayment(actor, { paymentId, method, card: cardOf(card), ...wish });
    if (retried.ok) return createdAnswer(actor.scope, retried.value.paymentId);
    const isKnown = await hasHappened(actor.scope, { paymentId, ...wish });
    return isKnown ? createdAnswer(actor.scope, paymentId) : refused(retried.error);
  },
  complete: withLocation,
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
