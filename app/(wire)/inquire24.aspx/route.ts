import { answerInquiry } from "@/app/(wire)/computop/answer-inquiry";
import { computopEndpoint } from "@/app/(wire)/computop/endpoint";
import { decodeInquiryByTransId } from "@/lib/wire/computop/call";

const { handle, refuse, refuseHead } = computopEndpoint({
  permission: "payments:read",
  decode: decodeInquiryByTransId,
  run: answerInquiry,
});

export {
  handle as GET,
  handle as POST,
  refuse as DELETE,
  refuseHead as HEAD,
  refuse as PATCH,
  refuse as PUT,
};
