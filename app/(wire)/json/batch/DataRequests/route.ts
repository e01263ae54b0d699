import { answerDataRequest } from "@/app/(wire)/buckaroo/answer-data-request";
import { buckarooEndpoint, channelError } from "@/app/(wire)/buckaroo/endpoint";
import { notUnderstood, readJson } from "@/app/(wire)/buckaroo/read-json";
import { decodeCall, requestErrors } from "@/lib/wire/buckaroo/data-request";
import { guarded } from "@/lib/web/guarded";
import { json } from "@/lib/web/problem";

const most = 100;

const refusal = (error: string, message: string): object => ({
  Key: null,
  RequestErrors: requestErrors([
    { kind: "ChannelErrors", service: null, action: null, name: null, error, message },
  ]),
});

const words = {
  locked: ["Locked", "What it is about is being changed right now. Send it again."],
  failed: ["TechnicalError", "Something went wrong on our side."],
} as const;

/** Several requests in one post, each answered for itself and in its place. */
export const POST = buckarooEndpoint<object>({
  permission: "data_requests:manage",
  run: async (caller, { request, body, correlationId }) => {
    const read = readJson(body);
    if (!read.ok) return read.answer;
    if (!Array.isArray(read.value)) return notUnderstood("The body must be a list of data requests.");
    if (read.value.length > most)
      return channelError(400, "TooManyRequests", `Send at most ${most.toString()} data requests at once.`);
    const culture = request.headers.get("culture")?.slice(0, 10) ?? null;
    const context = { caller, channel: "batch", correlationId, culture } as const;
    const answers: object[] = [];
    for (const one of read.value as unknown[]) {
      const decoded = decodeCall(one);
      const answer = decoded.ok
        ? await guarded<object>(
            correlationId,
            async () => (await answerDataRequest(decoded.call, context)).body,
            (reason) => refusal(words[reason][0], words[reason][1]),
          )
        : refusal("BodyNotUnderstood", decoded.problem);
      answers.push(answer);
    }
    return json(200, answers);
  },
});
