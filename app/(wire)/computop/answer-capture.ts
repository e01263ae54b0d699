import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { captureRefusals } from "@/lib/features/capture-refusals/model";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import type { NamedPayment } from "@/lib/features/payments/queries/find-by-pay-id";
import type { Capture } from "@/lib/wire/computop/call";
import type { ComputopReason } from "@/lib/wire/computop/codes";
import { begun, withPayment } from "@/app/(wire)/computop/context";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";
import { saidOfChain } from "@/app/(wire)/computop/on-chain";

/** CT-18. */
function refusalOf(payment: NamedPayment, { amount, finishAuth }: Capture): ComputopReason | null {
  if (amount.currency !== payment.currency) return "currency_differs";
  return finishAuth && !payment.hasChain ? "no_renewal" : null;
}

async function capture(call: Call, payment: NamedPayment, { amount, finishAuth }: Capture): Promise<Said> {
  const { caller, correlationId } = call;
  const wish = { paymentId: payment.id, minor: amount.minor, correlationId };
  if (payment.hasChain)
    return saidOfChain(call, payment, await captureChain(caller.actor, { ...wish, finish: finishAuth }));
  const done = await capturePayment(caller.actor, wish);
  if (!done.ok) return refusalTo(call.fields, captureRefusals[done.error], payment.id);
  return (await begun(call, payment, "capture")) ?? refusalTo(call.fields, "failed", payment.id);
}

/** After a crash the capture that a ReqId began is told of and not begun again. */
export const answerCapture = (call: Call, asked: Capture): Promise<Said> =>
  withPayment(call, asked, async (payment) => {
    const refusal = refusalOf(payment, asked);
    if (refusal !== null) return refusalTo(call.fields, refusal, payment.id);
    return (await begun(call, payment, "capture")) ?? capture(call, payment, asked);
  });
