import { choice, days, listing, reference } from "@/lib/listing/spec";
import type { Money } from "@/lib/kernel/money";
import { shownStatuses, subscriptionUnits, type ShownStatus } from "@/lib/features/subscriptions/model";

export type SubscriptionRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly reference: string;
  /** Transaction reference of the first payment. */
  readonly firstPayment: string;
  readonly orderReference: string | null;
  readonly customerEmail: string | null;
  readonly website: string;
  /** Code of the unit; detail is the number of units from payment to payment. */
  readonly unit: { readonly code: string; readonly detail: string };
  readonly amount: Money;
  /** "5/10": the payment that fell due last, of how many. */
  readonly number: string;
  readonly next: string | null;
  readonly status: ShownStatus;
};

export const subscriptionListing = listing<SubscriptionRow>()({
  name: "subscriptions",
  permission: "subscriptions:read",
  exportPermission: "payments:export",
  detailPath: "/subscriptions/[id]",
  newestFirst: "createdAt",
  searchable: true,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "reference", kind: "text", optional: true },
    { key: "firstPayment", kind: "text", optional: true },
    { key: "orderReference", kind: "text", optional: true },
    { key: "customerEmail", kind: "text" },
    { key: "website", kind: "text" },
    { key: "unit", kind: "coded" },
    { key: "amount", kind: "money" },
    { key: "number", kind: "text" },
    { key: "next", kind: "day" },
    { key: "status", kind: "status" },
  ],
  filters: {
    status: choice(shownStatuses),
    website: reference(),
    unit: choice(subscriptionUnits),
    created: days(),
    next: days({ dates: true, ahead: true }),
  },
});
