import { choice, days, listing, reference } from "@/lib/listing/spec";
import {
  activityKinds,
  activityObjects,
  type ActivityKind,
  type ActivityObject,
} from "@/lib/features/activity-log/model";

export type ActivityRow = {
  readonly id: string;
  readonly at: Date;
  /** Detail is the reference of the payment, data request or subscription. */
  readonly object: { readonly code: ActivityObject; readonly detail: string | null };
  readonly kind: { readonly code: ActivityKind; readonly detail: null };
  /** The status that it led to, or the outcome of an attempt, behind the object: `payment_completed`. */
  readonly became: string;
  /** How far the push about it is. */
  readonly push: string | null;
  readonly event: string;
  /** A reason, or the answer to an attempt. */
  readonly text: string | null;
  readonly website: string | null;
  readonly actor: string;
};

export const activityListing = listing<ActivityRow>()({
  name: "log",
  permission: "messages:read",
  exportPermission: "payments:export",
  detailPath: "/log/[id]",
  newestFirst: "at",
  searchable: true,
  columns: [
    { key: "at", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "object", kind: "coded" },
    { key: "kind", kind: "coded" },
    { key: "became", kind: "status" },
    { key: "push", kind: "status" },
    { key: "event", kind: "text", optional: true },
    { key: "text", kind: "text" },
    { key: "website", kind: "text" },
    { key: "actor", kind: "text" },
  ],
  filters: {
    object: choice(activityObjects),
    kind: choice(activityKinds),
    website: reference(),
    happened: days(),
  },
});
