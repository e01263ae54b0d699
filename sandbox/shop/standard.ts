import { Webhook } from "standardwebhooks";
import { yesOrNo, type Format } from "./push";

export const standard: Format = {
  owns: ({ headers }) => headers["webhook-signature"] !== undefined,
  verify: (secret, { headers, text }) => {
    try {
      new Webhook(secret).verify(text, headers);
      return true;
    } catch {
      return false;
    }
  },
  messageId: ({ headers }) => headers["webhook-id"] ?? null,
  answer: yesOrNo,
};
