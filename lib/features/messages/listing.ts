import { choice, days, listing, reference } from "@/lib/listing/spec";
import { exchangeLegs, type ExchangeLeg } from "@/lib/kernel/exchange-leg";
import {
  exchangeObjects,
  exchangeOutcomes,
  type ExchangeObject,
  type ExchangeOutcome,
} from "@/lib/kernel/exchange-outcome";

export type MessageRow = {
  readonly id: string;
  readonly startedAt: Date;
  readonly leg: { readonly code: ExchangeLeg; readonly detail: null };
  readonly method: string;
  readonly address: string;
  /** The HTTP status. */
  readonly status: string | null;
  readonly outcome: ExchangeOutcome;
  readonly tookMs: number;
  readonly website: string | null;
  /** Detail is the reference of the payment or data request. */
  readonly object: { readonly code: ExchangeObject; readonly detail: string } | null;
  readonly correlation: string;
};

export const messageListing = listing<MessageRow>()({
  name: "messages",
  permission: "messages:read",
  exportPermission: "payments:export",
  detailPath: "/messages/[id]",
  newestFirst: "startedAt",
  searchable: true,
  columns: [
    { key: "startedAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "leg", kind: "coded" },
    { key: "method", kind: "text" },
    { key: "address", kind: "text" },
    { key: "status", kind: "text" },
    { key: "outcome", kind: "status" },
    { key: "tookMs", kind: "count" },
    { key: "website", kind: "text" },
    { key: "object", kind: "coded" },
    { key: "correlation", kind: "text", optional: true },
  ],
  filters: {
    leg: choice(exchangeLegs),
    outcome: choice(exchangeOutcomes),
    website: reference(),
    object: choice(exchangeObjects),
    started: days(),
  },
});
