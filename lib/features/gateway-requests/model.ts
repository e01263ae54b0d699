import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";

/** To whom a request went: the acquirer behind payments, or the bank behind data requests. */
export const gatewayChannels = ["gateway", "bank"] as const;
export type GatewayChannel = (typeof gatewayChannels)[number];

export const channelOf = (leg: string): GatewayChannel => (leg === "us_to_bank" ? "bank" : "gateway");
export const legOf = (channel: string): ExchangeLeg => (channel === "bank" ? "us_to_bank" : "us_to_gateway");
export const gatewayLegs: readonly ExchangeLeg[] = gatewayChannels.map(legOf);
