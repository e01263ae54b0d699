import { readId, refused } from "@/app/api/v1/refusals";
import { NewRefund } from "@/app/api/v1/refund-schemas";
import { getRefund } from "@/lib/features/payments/queries/get-refund";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const POST = apiWrite<typeof NewRefund, { id: string }>({
  permission: "payments:refund",
  input: NewRefund,
  run: async ({ actor }, { amount, seenLeft, reason, orderReference }, { params, ...wish }) => {
    const paymentId = readId(params.id);
    if (paymentId === null) return refused("not_found");
    const requested = await requestRefund(actor, {
      paymentId,
      amount,
      seenLeft: seenLeft ?? null,
      reason: reason ?? null,
      orderReference: orderReference ?? null,
      ...wish,
    });
    if (!requested.ok) return refused(requested.error);
    return json(201, await getRefund(actor.scope, requested.value.refundId));
  },
  complete: (answer, { id }) => ({ ...answer, paymentId: answer.status === 404 ? null : readId(id) }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
