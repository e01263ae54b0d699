import type { Tone } from "@/components/ui/icon";
import type { FilePhase, RowOutcome } from "@/lib/features/files/model";

export const phaseTones: Readonly<Record<FilePhase, Tone>> = { T: "wait", W: "hold", P: "good" };

export const outcomeTones: Readonly<Record<RowOutcome, Tone>> = {
  waiting: "wait",
  pending: "doubt",
  ok: "good",
  failed: "bad",
};
