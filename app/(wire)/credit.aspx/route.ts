import { answerCredit } from "@/app/(wire)/computop/answer-credit";
import { computopEndpoint } from "@/app/(wire)/computop/endpoint";
import { decodeCredit } from "@/lib/wire/computop/call";

const { handle, refuse, refuseHead } = computopEndpoint({
  permission: "payments:refund",
  decode: decodeCredit,
  reqIdOf: ({ reqId }) => reqId,
  run: answerCredit,
});

export {
  handle as GET,
  handle as POST,
  refuse as DELETE,
  refuseHead as HEAD,
  refuse as PATCH,
  refuse as PUT,
};
