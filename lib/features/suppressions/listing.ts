import { choice, days, listing } from "@/lib/listing/spec";

export type SuppressionRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly address: string;
  readonly channel: "email" | "sms";
  readonly cause: "hard_bounce" | "complaint";
  readonly state: "active" | "lifted";
  readonly liftedAt: Date | null;
  readonly liftedBy: string | null;
  readonly liftReason: string | null;
};

export const suppressionListing = listing<SuppressionRow>()({
  name: "suppressions",
  permission: "bounces:read",
  exportPermission: "payments:export",
  newestFirst: "createdAt",
  searchable: true,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "address", kind: "text" },
    { key: "channel", kind: "status" },
    { key: "cause", kind: "status" },
    { key: "state", kind: "status" },
    { key: "liftedAt", kind: "instant" },
    { key: "liftedBy", kind: "text" },
    { key: "liftReason", kind: "text" },
  ],
  filters: {
    state: choice(["active", "lifted"]),
    cause: choice(["hard_bounce", "complaint"]),
    channel: choice(["email", "sms"]),
    created: days(),
  },
});
