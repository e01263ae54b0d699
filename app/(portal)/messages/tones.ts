import type { Tone } from "@/components/ui/icon";
import type { ExchangeOutcome } from "@/lib/kernel/exchange-outcome";

export const outcomeTones: Readonly<Record<ExchangeOutcome, Tone>> = {
  ok: "good",
  redirected: "hold",
  refused: "bad",
  failed: "bad",
  timeout: "doubt",
  broken: "doubt",
  unreachable: "bad",
  blocked: "bad",
};
