import type { Tone } from "@/components/ui/icon";
import type { SubscriptionStatus } from "@/lib/features/subscriptions/model";

export const subscriptionTones: Readonly<Record<SubscriptionStatus, Tone>> = {
  pending: "wait",
  active: "good",
  inactive: "hold",
  stopped: "off",
};
