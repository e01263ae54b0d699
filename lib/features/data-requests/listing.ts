import { choice, days, listing, reference, text } from "@/lib/listing/spec";
import { actionNames, dataRequestCodes, serviceNames } from "@/lib/features/data-requests/model";

/** The service and action are the names of the wire; the detail is not used. */
type Named = { readonly code: string; readonly detail: null };

export type DataRequestRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly key: string;
  readonly website: string;
  readonly service: Named;
  readonly action: Named;
  /** Code of domain.md 2.2, as text. */
  readonly status: string;
  readonly statusAt: Date;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly customer: string | null;
  /** The code that the shop has accepted a push of last (U1). */
  readonly told: string | null;
  readonly receiver: string | null;
};

/** `behind`: the shop has not accepted the newest push yet (U1). */
const receiverWords = ["behind"] as const;

export const dataRequestListing = listing<DataRequestRow>()({
  name: "data-requests",
  permission: "data_requests:read",
  exportPermission: "payments:export",
  detailPath: "/data-requests/[id]",
  newestFirst: "createdAt",
  searchable: true,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "key", kind: "id" },
    { key: "website", kind: "text" },
    { key: "service", kind: "coded" },
    { key: "action", kind: "coded" },
    { key: "status", kind: "status" },
    { key: "told", kind: "status", optional: true, shownWith: "receiver" },
    { key: "statusAt", kind: "instant", sortable: true, optional: true },
    { key: "invoice", kind: "text", optional: true },
    { key: "order", kind: "text", optional: true },
    { key: "customer", kind: "text", optional: true },
    { key: "receiver", kind: "status", optional: true },
  ],
  filters: {
    status: choice(dataRequestCodes.map(String)),
    service: choice(serviceNames),
    website: reference(),
    created: days(),
    changed: days(),
    action: choice(actionNames),
    key: text({ whole: true }),
    receiver: choice(receiverWords),
  },
  more: ["changed", "action", "key", "receiver"],
});
