import type { Tone } from "@/components/ui/icon";
import type { DataRequestCode } from "@/lib/features/data-requests/model";

export const dataRequestTones: Readonly<Record<`${DataRequestCode}`, Tone>> = {
  "190": "good",
  "490": "bad",
  "491": "bad",
  "492": "bad",
  "690": "bad",
  "790": "wait",
  "791": "hold",
  "792": "wait",
  "793": "doubt",
  "794": "doubt",
  "890": "off",
  "891": "off",
};
