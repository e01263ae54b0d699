import type { Tone } from "@/components/ui/icon";
import type { GatewayChannel } from "@/lib/features/gateway-requests/model";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
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

/** Who speaks is no judgement: all look the same. */
export const legTones: Readonly<Record<ExchangeLeg, Tone>> = {
  merchant_to_us: "off",
  us_to_gateway: "off",
  us_to_shop: "off",
  us_to_bank: "off",
  bank_to_us: "off",
  customer_to_us: "off",
};

export const channelTones: Readonly<Record<GatewayChannel, Tone>> = { gateway: "off", bank: "off" };
