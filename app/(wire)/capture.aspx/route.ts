import { answerCapture } from "@/app/(wire)/computop/answer-capture";
import { computopEndpoint } from "@/app/(wire)/computop/endpoint";
import { decodeCapture } from "@/lib/wire/computop/call";

const { handle, refuse, refuseHead } = computopEndpoint({
  permission: "payments:capture",
  decode: decodeCapture,
  reqIdOf: ({ reqId }) => reqId,
  run: answerCapture,
});

export {
  handle as GET,
  handle as POST,
  refuse as DELETE,
  refuseHead as HEAD,
  refuse as PATCH,
  refuse as PUT,
};
