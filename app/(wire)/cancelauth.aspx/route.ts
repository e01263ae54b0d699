import { answerCancelAuth } from "@/app/(wire)/computop/answer-reversal";
import { computopEndpoint } from "@/app/(wire)/computop/endpoint";
import { decodeReversal } from "@/lib/wire/computop/call";

const { handle, refuse, refuseHead } = computopEndpoint({
  permission: "payments:cancel",
  decode: decodeReversal,
  reqIdOf: ({ reqId }) => reqId,
  run: answerCancelAuth,
});

export {
  handle as GET,
  handle as POST,
  refuse as DELETE,
  refuseHead as HEAD,
  refuse as PATCH,
  refuse as PUT,
};
