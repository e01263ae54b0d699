import { randomUUID } from "node:crypto";
import { getRefundTransaction } from "@/lib/features/payments/queries/find-transactions";
import {
  getPaymentWithRefunds,
  type PaymentWithRefunds,
} from "@/lib/features/payments/queries/get-payment-with-refunds";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { amountIn } from "@/lib/wire/trust/amount";
import { encodeRefusal, encodeTransaction, type TrustTransaction } from "@/lib/wire/trust/answer";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { decodeRefund, type RefundRequest } from "@/lib/wire/trust/refund";
import { checkNamedSite, resolveOwn, type Answered, type Context } from "@/app/(wire)/trust/context";
import { refundRefusals } from "@/app/(wire)/trust/refusals";
import type { Caller } from "@/lib/web/endpoint";

const declined = new Set(["rejected", "retried", "failed"]);

/** Domain.md 1.6: a refund needs a settled authorisation. */
async function findParent(
  caller: Caller,
  reference: string,
  now: Date,
): Promise<Decoded<PaymentWithRefunds>> {
  const found = await resolveOwn(caller, reference, now);
  if (!found.ok) return found;
  if (found.value.type !== "AUTH") return refused(found.value.type === "REFUND" ? "20006" : "20032");
  const payment = await getPaymentWithRefunds(caller.actor.scope, found.value.id);
  if (payment === null) return refused("20004");
  if (declined.has(payment.status)) return refused("20011");
  return payment.status === "completed" ? decoded(payment) : refused("20012");
}

async function wish(
  caller: Caller,
  payment: PaymentWithRefunds,
  request: RefundRequest,
  context: Context,
): Promise<Decoded<TrustTransaction>> {
  const { currency } = payment.amount;
  const asked = amountIn(request.amount, currency);
  if (!asked.ok) return asked;
  const left = payment.leftToRefund.minor;
  const requested = await requestRefund(caller.actor, {
    paymentId: payment.id,
    amount: { minor: asked.value ?? left, currency },
    intentId: `trust:${randomUUID()}`,
    // "The rest in full" is the rest that was just read, or nothing.
    seenLeft: asked.value === null ? left : null,
    orderReference: request.orderReference,
    ...(request.settleStatus === null ? {} : { settleStatus: request.settleStatus }),
    sendsItself: true,
    correlationId: context.correlationId,
  });
  if (!requested.ok) return { ok: false, refusal: refundRefusals[requested.error] };
  const { refundId, status } = requested.value;
  if (status === "requested") await sendRefundNow(caller.actor, refundId);
  const transaction = await getRefundTransaction(caller.actor.scope, refundId);
  return transaction === null ? refused("60034") : decoded(transaction);
}

async function readRefund(caller: Caller, fields: Fields): Promise<Decoded<RefundRequest>> {
  const refusal = await checkNamedSite(caller, fields);
  return refusal === null ? decodeRefund(fields) : { ok: false, refusal };
}

/** TP-20, TP-22: the answer carries the issuer's word where the issuer is asked. */
export async function answerRefund(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const refuse = (refusal: Extract<Decoded<never>, { ok: false }>["refusal"], paymentId: string | null) => ({
    entry: encodeRefusal(refusal, "REFUND", context),
    paymentId,
  });
  const read = await readRefund(caller, fields);
  if (!read.ok) return refuse(read.refusal, null);
  const parent = await findParent(caller, read.value.parentReference, context.now);
  if (!parent.ok) return refuse(parent.refusal, null);
  const done = await wish(caller, parent.value, read.value, context);
  const paymentId = parent.value.id;
  return done.ok ? { entry: encodeTransaction(done.value), paymentId } : refuse(done.refusal, paymentId);
}
