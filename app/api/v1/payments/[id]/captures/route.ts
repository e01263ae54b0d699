import { NewCapture } from "@/app/api/v1/schemas";
import { isForeign, paymentWrite } from "@/app/api/v1/writes";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { chainCaptureRefusal } from "@/lib/features/payments/queries/open-moves";
import type { PaymentWithRefunds } from "@/lib/features/payments/queries/get-payment-with-refunds";
import { methodNotAllowed } from "@/lib/web/api-endpoint";

/** What a capture came to, read from the payment. */
const outcomeOf = ({ status }: PaymentWithRefunds) =>
  status === "completed" ? "captured" : status === "failed" ? "refused" : "unknown";

const outcomes = { done: "captured", refused: "refused", unknown: "unknown" } as const;

type Wanted = { readonly minor: number | null; readonly correlationId: string };

/** Where the reservation is renewed, by the chain's rules (domain.md 3.3). */
async function take(actor: Actor, payment: PaymentWithRefunds, wanted: Wanted) {
  const wish = { paymentId: payment.id, ...wanted };
  const taken = await capturePayment(actor, wish);
  if (taken.ok || (taken.error !== "has_chain" && taken.error !== "already_settled")) return taken;
  const done = await captureChain(actor, { ...wish, finish: false });
  if (!done.ok) return done.error === "not_found" ? taken : err(chainCaptureRefusal(done.error));
  const { outcome, minor, code } = done.value;
  const amount = { minor, currency: payment.settleAmount.currency };
  return ok({ outcome: outcomes[outcome], amount, code });
}

export const POST = paymentWrite({
  permission: "payments:capture",
  input: NewCapture,
  act: async (actor, payment, { input: { amount }, correlationId }) =>
    isForeign(amount, payment)
      ? err("wrong_currency")
      : take(actor, payment, { minor: amount?.minor ?? null, correlationId }),
  tell: (payment, done) => ({
    outcome: done?.outcome ?? outcomeOf(payment),
    amount: done?.amount ?? payment.settleAmount,
    payment,
  }),
});

const refuse = methodNotAllowed("POST");
export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
