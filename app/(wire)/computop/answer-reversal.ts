import { reverseLast } from "@/lib/features/authorisations/commands/reverse-last";
import { stopRenewal } from "@/lib/features/authorisations/commands/stop-renewal";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import type { NamedPayment } from "@/lib/features/payments/queries/find-by-pay-id";
import type { Reversal } from "@/lib/wire/computop/call";
import { begun, saidOf, withPayment } from "@/app/(wire)/computop/context";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";
import { saidOfChain } from "@/app/(wire)/computop/on-chain";
import { reversalRefusals } from "@/app/(wire)/computop/refusals";

type Move = (call: Call, payment: NamedPayment) => Promise<Said>;

/** The payment is cancelled with the answer; its reservation is released by the call that the worker makes then. */
async function cancel(call: Call, payment: NamedPayment): Promise<Said> {
  const { caller, correlationId } = call;
  const wish = { paymentId: payment.id, wanted: { settleStatus: 3 }, correlationId } as const;
  const done = await changeSettlement(caller.actor, wish);
  if (!done.ok) return refusalTo(call.fields, reversalRefusals[done.error], payment.id);
  const releasing = await begun(call, payment, "reverse");
  return { ...(releasing ?? saidOf(call, payment, { xId: null, reason: "ok" })), reason: "ok" };
}

/** CT-12: a machine takes back what was done last, whatever it was. */
const reverse: Move = async (call, payment) => {
  const before = await begun(call, payment, "reverse");
  if (before !== null) return before;
  if (!payment.hasChain) return cancel(call, payment);
  const wish = { paymentId: payment.id, seen: null, correlationId: call.correlationId };
  return saidOfChain(call, payment, await reverseLast(call.caller.actor, wish));
};

/** CT-13: stops the renewals and leaves the reservation alone. */
const cancelAuth: Move = async (call, payment) => {
  if (!payment.hasChain) return refusalTo(call.fields, "no_renewal", payment.id);
  const wish = { paymentId: payment.id, correlationId: call.correlationId };
  return saidOfChain(call, payment, await stopRenewal(call.caller.actor, wish));
};

/** An amount that is given has the payment's currency; how much is undone is not the caller's to say. */
const answering =
  (move: Move) =>
  (call: Call, asked: Reversal): Promise<Said> =>
    withPayment(call, asked, async (payment) =>
      asked.amount !== null && asked.amount.currency !== payment.currency
        ? refusalTo(call.fields, "currency_differs", payment.id)
        : move(call, payment),
    );

export const answerReversal = answering(reverse);
export const answerCancelAuth = answering(cancelAuth);
