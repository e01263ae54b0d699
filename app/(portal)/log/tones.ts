import { paymentTones, refundTones } from "@/app/(portal)/payments/tones";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import type { Tone } from "@/components/ui/icon";

const behind = (object: string, tones: Readonly<Record<string, Tone>>) =>
  Object.fromEntries(Object.entries(tones).map(([word, tone]) => [`${object}_${word}`, tone]));

const pushTones: Readonly<Record<string, Tone>> = {
  accepted: "good",
  refused: "bad",
  timeout: "bad",
  unreachable: "bad",
  blocked: "bad",
};

/** What something became, as its own page shows it. */
export const becameTones: Readonly<Record<string, Tone>> = {
  ...behind("payment", paymentTones),
  ...behind("refund", refundTones),
  ...behind("subscription", subscriptionTones),
  ...behind("data_request", dataRequestTones),
  ...behind("push", pushTones),
};
