import type { Tone } from "@/components/ui/icon";
import type { ReportVerdict } from "@/lib/kernel/bounces";

export const verdictTones: Readonly<Record<ReportVerdict, Tone>> = {
  waiting: "wait",
  bounce: "bad",
  complaint: "bad",
  delayed: "hold",
  delivered: "good",
  automatic_reply: "off",
  spam: "off",
  unreadable: "doubt",
};
