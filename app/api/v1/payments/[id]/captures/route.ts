import { NewCapture } from "@/app/api/v1/schemas";
import { isForeign, paymentWrite } from "@/app/api/v1/writes";
import { err } from "@/lib/kernel/result";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import type { PaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

/** What a capture came to, read from the payment. */
const outcomeOf = ({ status }: PaymentWithRefunds) =>
  status === "completed" ? "captured" : status === "failed" ? "refused" : "unknown";

export const POST = paymentWrite({
  permission: "payments:capture",
  input: NewCapture,
  act: async (actor, payment, { input: { amount }, correlationId }) =>
    isForeign(amount, payment)
      ? err("wrong_currency")
      : capturePayment(actor, { paymentId: payment.id, minor: amount?.minor ?? null, correlationId }),
  tell: (payment, done) => ({
    outcome: done?.outcome ?? outcomeOf(payment),
    amount: done?.amount ?? payment.settleAmount,
    payment,
  }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
