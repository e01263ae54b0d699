import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { ListingQuery } from "@/lib/listing/spec";
import type { gatewayRequestListing, GatewayRequestRow } from "@/lib/features/gateway-requests/listing";
import { channelOf, legOf } from "@/lib/features/gateway-requests/model";
import {
  exchangeConditions,
  exchangesOf,
  tellExchange,
  type RawExchange,
} from "@/lib/platform/listing-exchanges";
import { findPage, walkRows } from "@/lib/platform/listing-rows";
import { summarise } from "@/lib/platform/listing-summary";
import type { ListingSource } from "@/lib/platform/listing-source";

type GatewayRequestFilters = (typeof gatewayRequestListing)["filters"];
type Query = ListingQuery<GatewayRequestFilters>;

const gatewayRequestSource: ListingSource<GatewayRequestRow, GatewayRequestFilters, RawExchange> = {
  ...exchangesOf("gateway_request"),
  conditions: {
    ...exchangeConditions,
    channel: (words) => ({ anyOf: words.map((word) => sql`r.leg = ${legOf(word)}`) }),
  },
  row: (raw) => ({ ...tellExchange(raw), channel: { code: channelOf(raw.leg), detail: null } }),
};

export const findGatewayRequests = (scope: MerchantScope, query: Query) =>
  findPage(scope, gatewayRequestSource, query);

export const summariseGatewayRequests = (scope: MerchantScope, query: Query) =>
  summarise(scope, gatewayRequestSource, query);

export const walkGatewayRequests = (
  scope: MerchantScope,
  query: Query,
  take: (rows: readonly GatewayRequestRow[]) => Promise<void>,
) => walkRows(scope, gatewayRequestSource, query, take);
