import {
  findByPayId,
  getOperationOf,
  type NamedPayment,
} from "@/lib/features/payments/queries/find-by-pay-id";
import type { ComputopReason } from "@/lib/wire/computop/codes";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";

export const hexOf = (id: string): string => id.replaceAll("-", "");

/** What a call came to: under the TransID that it named, or else the payment's (CT-11). */
export const saidOf = (
  { fields }: Call,
  payment: NamedPayment,
  { xId, reason }: { readonly xId: string | null; readonly reason: Said["reason"] },
): Said => ({
  payId: hexOf(payment.reservationId),
  xId: xId === null ? "" : hexOf(xId),
  transId: fields.get("transid") ?? payment.transId,
  refNr: fields.get("refnr") ?? null,
  reason,
  paymentId: payment.id,
});

/** Runs with the payment of the caller's own website that the PayID names. */
export async function withPayment(
  call: Call,
  { payId }: { readonly payId: string },
  run: (payment: NamedPayment) => Promise<Said>,
): Promise<Said> {
  const { actor, websiteId } = call.caller;
  const payment = await findByPayId(actor.scope, websiteId, payId);
  return payment === null ? refusalTo(call.fields, "pay_id_unknown") : run(payment);
}

/** The gateway's word about one operation. */
export function reasonOf(outcome: string): ComputopReason {
  if (outcome === "approved") return "ok";
  if (outcome === "declined") return "declined";
  return outcome === "failed" ? "not_possible_now" : "pending";
}

/** What the call has begun at the gateway, also before a crash that took its answer; null: nothing. */
export async function begun(
  call: Call,
  payment: NamedPayment,
  kind: "capture" | "reverse",
): Promise<Said | null> {
  const { caller, correlationId } = call;
  const wish = { paymentId: payment.id, correlationId, kind };
  const operation = await getOperationOf(caller.actor.scope, wish);
  return operation && saidOf(call, payment, { xId: operation.id, reason: reasonOf(operation.outcome) });
}
