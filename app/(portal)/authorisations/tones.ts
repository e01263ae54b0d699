import type { Tone } from "@/components/ui/icon";
import type { ChainState } from "@/lib/features/authorisations/model";

export const chainTones: Readonly<Record<ChainState, Tone>> = {
  active: "hold",
  split_pending: "wait",
  hope_pending: "doubt",
  stopped: "bad",
  reversed: "off",
  captured: "good",
  lapsed: "off",
};
