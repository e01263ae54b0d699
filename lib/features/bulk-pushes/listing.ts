import { choice, days, listing } from "@/lib/listing/spec";
import { bulkListings, bulkStates, type BulkListing, type BulkState } from "@/lib/features/bulk-pushes/model";

export type BulkPushRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly state: BulkState;
  readonly list: BulkListing;
  readonly planned: number;
  readonly accepted: number;
  readonly refused: number;
  readonly skipped: number;
  readonly by: string;
  readonly finishedAt: Date | null;
};

export const bulkPushListing = listing<BulkPushRow>()({
  name: "bulk-pushes",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/bulk-pushes/[id]",
  newestFirst: "createdAt",
  searchable: false,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "state", kind: "status" },
    { key: "list", kind: "status" },
    { key: "planned", kind: "count" },
    { key: "accepted", kind: "count" },
    { key: "refused", kind: "count" },
    { key: "skipped", kind: "count" },
    { key: "by", kind: "text" },
    { key: "finishedAt", kind: "instant", optional: true },
  ],
  filters: {
    state: choice(bulkStates),
    list: choice(bulkListings),
    created: days(),
  },
});
