import { paymentTones, refundTones } from "@/app/(portal)/payments/tones";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import type { Tone } from "@/components/ui/icon";
import type { ActivityKind } from "@/lib/features/activity-log/model";

const behind = (object: string, tones: Readonly<Record<string, Tone>>) =>
  Object.fromEntries(Object.entries(tones).map(([word, tone]) => [`${object}_${word}`, tone]));

const pushTones: Readonly<Record<string, Tone>> = {
  planned: "wait",
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

export const kindTones: Readonly<Record<ActivityKind, Tone>> = {
  status: "off",
  change: "off",
  push_planned: "off",
  push_attempt: "off",
};
