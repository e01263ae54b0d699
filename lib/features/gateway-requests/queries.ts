import "server-only";
import sql from "sql-template-tag";
import type { gatewayRequestListing, GatewayRequestRow } from "@/lib/features/gateway-requests/listing";
import { channelOf, legOf } from "@/lib/features/gateway-requests/model";
import {
  exchangeConditions,
  exchangesOf,
  tellExchange,
  type RawExchange,
} from "@/lib/platform/listing-exchanges";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";

type GatewayRequestFilters = (typeof gatewayRequestListing)["filters"];

const gatewayRequestSource: ListingSource<GatewayRequestRow, GatewayRequestFilters, RawExchange> = {
  ...exchangesOf("gateway_request"),
  conditions: {
    ...exchangeConditions,
    channel: (words) => ({ anyOf: words.map((word) => sql`r.leg = ${legOf(word)}`) }),
  },
  row: (raw) => ({ ...tellExchange(raw), channel: { code: channelOf(raw.leg), detail: null } }),
};

export const {
  find: findGatewayRequests,
  summarise: summariseGatewayRequests,
  walk: walkGatewayRequests,
} = readsOf(gatewayRequestSource);
