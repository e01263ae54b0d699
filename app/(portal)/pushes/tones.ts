import type { Tone } from "@/components/ui/icon";
import type { BulkResult, BulkState } from "@/lib/features/bulk-pushes/model";

export const bulkTones: Readonly<Record<BulkState, Tone>> = {
  waiting: "wait",
  probing: "hold",
  running: "hold",
  paused: "doubt",
  stopped: "bad",
  undone: "off",
  done: "good",
};

export const resultTones: Readonly<Record<BulkResult, Tone>> = {
  planned: "wait",
  accepted: "good",
  refused: "bad",
  not_sent: "doubt",
  no_address: "off",
  never_pushed: "off",
  not_newest: "off",
};
