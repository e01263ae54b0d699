import { choice, days, listing, reference } from "@/lib/listing/spec";
import { gatewayChannels, type GatewayChannel } from "@/lib/features/gateway-requests/model";
import {
  exchangeObjects,
  exchangeOutcomes,
  type ExchangeObject,
  type ExchangeOutcome,
} from "@/lib/kernel/exchange-outcome";

export type GatewayRequestRow = {
  readonly id: string;
  readonly startedAt: Date;
  readonly channel: { readonly code: GatewayChannel; readonly detail: null };
  readonly method: string;
  readonly address: string;
  /** The HTTP status. */
  readonly status: string | null;
  readonly outcome: ExchangeOutcome;
  readonly tookMs: number;
  readonly website: string | null;
  readonly object: { readonly code: ExchangeObject; readonly detail: string } | null;
};

export const gatewayRequestListing = listing<GatewayRequestRow>()({
  name: "gateway-requests",
  permission: "messages:read",
  exportPermission: "payments:export",
  detailPath: "/gateway-requests/[id]",
  newestFirst: "startedAt",
  searchable: true,
  columns: [
    { key: "startedAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "channel", kind: "coded" },
    { key: "method", kind: "text" },
    { key: "address", kind: "text" },
    { key: "status", kind: "text" },
    { key: "outcome", kind: "status" },
    { key: "tookMs", kind: "count" },
    { key: "website", kind: "text" },
    { key: "object", kind: "coded" },
  ],
  filters: {
    channel: choice(gatewayChannels),
    outcome: choice(exchangeOutcomes),
    website: reference(),
    object: choice(exchangeObjects),
    started: days(),
  },
});
