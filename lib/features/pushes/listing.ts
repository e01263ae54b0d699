import { choice, days, listing, reference, text } from "@/lib/listing/spec";
import type { CellValue } from "@/lib/listing/spec";
import { pushFormats, pushStates, type AttemptOutcome, type PushState } from "@/lib/features/pushes/model";

const pushObjects = ["payment", "refund", "data_request", "invoice"] as const;

export type PushRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly website: string;
  /** Detail is the reference of the payment or refund, the key of the data request, or the number of the invoice. */
  readonly object: { readonly code: (typeof pushObjects)[number]; readonly detail: string };
  readonly event: string;
  /** The status or code that it tells. */
  readonly told: string;
  readonly format: string;
  readonly state: PushState;
  readonly attempts: number;
  /** Outcome of the last attempt; detail is the HTTP status. */
  readonly answer: { readonly code: AttemptOutcome; readonly detail: string | null } | null;
  readonly next: CellValue["due"];
};

export const pushListing = listing<PushRow>()({
  name: "pushes",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/pushes/[id]",
  newestFirst: "createdAt",
  searchable: true,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "website", kind: "text" },
    { key: "object", kind: "coded" },
    { key: "event", kind: "text" },
    { key: "told", kind: "text", optional: true },
    { key: "format", kind: "status", optional: true },
    { key: "state", kind: "status" },
    { key: "attempts", kind: "count" },
    { key: "answer", kind: "coded" },
    { key: "next", kind: "due" },
  ],
  filters: {
    state: choice(pushStates),
    website: reference(),
    object: choice(pushObjects),
    created: days(),
    code: text({ whole: true }),
    reference: text({ whole: true }),
    format: choice(pushFormats),
  },
  more: ["reference", "format"],
});
