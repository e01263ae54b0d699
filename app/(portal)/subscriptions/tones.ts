import type { Tone } from "@/components/ui/icon";
import type { ShownStatus } from "@/lib/features/subscriptions/model";

export const subscriptionTones: Readonly<Record<ShownStatus, Tone>> = {
  pending: "wait",
  active: "good",
  inactive: "hold",
  finished: "off",
  stopped: "off",
};
