import { answerDataRequest } from "@/app/(wire)/buckaroo/answer-data-request";
import { buckarooEndpoint } from "@/app/(wire)/buckaroo/endpoint";
import { readCall } from "@/app/(wire)/buckaroo/read-json";
import { json } from "@/lib/web/problem";

/** Domain.md 2.7. */
export const POST = buckarooEndpoint<object>({
  permission: "data_requests:manage",
  run: async (caller, { request, body, correlationId }) => {
    const read = readCall(body);
    if (!read.ok) return read.answer;
    const culture = request.headers.get("culture")?.slice(0, 10) ?? null;
    const answered = await answerDataRequest(read.value, { caller, channel: "json", correlationId, culture });
    return { ...json(200, answered.body), dataRequestId: answered.dataRequestId };
  },
});
