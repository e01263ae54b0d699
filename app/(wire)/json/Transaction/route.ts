import { answerRefund, unknownAction } from "@/app/(wire)/buckaroo/answer-refund";
import { buckarooEndpoint } from "@/app/(wire)/buckaroo/endpoint";
import { readCall } from "@/app/(wire)/buckaroo/read-json";
import { json } from "@/lib/web/problem";

/** What the SDKs send for a refund (wire.md 3.2). Payments begin at our own address. */
export const POST = buckarooEndpoint<object>({
  permission: "payments:refund",
  run: async (caller, { body, correlationId, now }) => {
    const read = readCall(body);
    if (!read.ok) return read.answer;
    const call = read.value;
    if (call.action.toLowerCase() !== "refund") return json(200, unknownAction(call, now));
    const answered = await answerRefund(call, { caller, correlationId, now });
    return { ...json(200, answered.body), paymentId: answered.paymentId };
  },
});
