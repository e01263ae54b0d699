import {
  findByPayId,
  findByTransId,
  type NamedPayment,
} from "@/lib/features/payments/queries/find-by-pay-id";
import type { Standing } from "@/lib/wire/computop/answer";
import type { Inquiry } from "@/lib/wire/computop/call";
import { reasonOf, saidOf } from "@/app/(wire)/computop/context";
import { refusalTo, type Call, type Said } from "@/app/(wire)/computop/endpoint";

/** Of the last step only (domain.md 3.4). */
function lastStatusOf(outcome: string | null): string {
  if (outcome === null) return "AUTHORIZE_REQUEST";
  const reason = reasonOf(outcome);
  if (reason === "ok") return "OK";
  return reason === "pending" ? "PENDING" : "FAILED";
}

function standingOf(payment: NamedPayment): Standing {
  const { currency, authorisedMinor, capturedMinor, refundedMinor, lastOutcome } = payment;
  return {
    lastStatus: lastStatusOf(lastOutcome),
    authorised: { minor: authorisedMinor, currency },
    captured: { minor: capturedMinor, currency },
    credited: { minor: refundedMinor, currency },
  };
}

/** How a payment stands: `inquire.aspx` by PayID, `inquire24.aspx` by TransID. */
export async function answerInquiry(call: Call, asked: Inquiry): Promise<Said> {
  const { actor, websiteId } = call.caller;
  const payment =
    "payId" in asked
      ? await findByPayId(actor.scope, websiteId, asked.payId)
      : await findByTransId(actor.scope, websiteId, asked.transId);
  if (payment === null)
    return refusalTo(call.fields, "payId" in asked ? "pay_id_unknown" : "trans_id_unknown");
  const said = saidOf(call, payment, { xId: payment.lastId, reason: "ok" });
  return { ...said, standing: standingOf(payment) };
}
