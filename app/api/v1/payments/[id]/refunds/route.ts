import { readId, refundProblem } from "@/app/api/v1/refusals";
import { NewRefund } from "@/app/api/v1/schemas";
import { getPaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { apiWrite, methodNotAllowed } from "@/lib/web/api-endpoint";
import { json } from "@/lib/web/problem";

export const POST = apiWrite<typeof NewRefund, { id: string }>({
  permission: "payments:refund",
  input: NewRefund,
  run: async ({ actor }, { amount, seenLeft, reason }, { intentId, correlationId, params }) => {
    const paymentId = readId(params.id);
    if (paymentId === null) return refundProblem("not_found");
    const wish = {
      paymentId,
      amount,
      intentId,
      seenLeft: seenLeft ?? null,
      reason: reason ?? null,
      correlationId,
    };
    const requested = await requestRefund(actor, wish);
    if (!requested.ok) return refundProblem(requested.error);
    const payment = await getPaymentWithRefunds(actor.scope, paymentId);
    return json(
      201,
      payment?.refunds.find(({ id }) => id === requested.value.refundId),
    );
  },
  complete: (answer, { id }) => ({ ...answer, paymentId: answer.status === 404 ? null : readId(id) }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
