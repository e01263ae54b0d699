import type { Tone } from "@/components/ui/icon";
import type { BounceClass } from "@/lib/kernel/bounces";
import type { CommunicationState } from "@/lib/kernel/communications";

export const classTones: Readonly<Record<BounceClass, Tone>> = {
  unknown_user: "bad",
  unknown_host: "bad",
  disabled: "bad",
  mailbox_full: "doubt",
  policy: "hold",
  expired: "doubt",
  too_large: "hold",
  complaint: "bad",
  invalid_number: "bad",
  unreachable: "doubt",
  rejected: "hold",
  other: "off",
};

export const communicationTones: Readonly<Record<CommunicationState, Tone>> = {
  queued: "wait",
  sending: "wait",
  sent: "hold",
  delivered: "good",
  bounced: "bad",
  unknown: "doubt",
  suppressed: "off",
};
