import { choice, days, listing, reference } from "@/lib/listing/spec";
import type { Money } from "@/lib/kernel/money";
import { refundStatuses, type RefundStatus } from "@/lib/features/refunds/model";

export type RefundRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly reference: string;
  /** Transaction reference of the refunded payment. */
  readonly payment: string;
  readonly orderReference: string | null;
  readonly website: string;
  /** What goes back; less than was asked for when a merchant lowered it (TP-21). */
  readonly amount: Money;
  readonly asked: Money | null;
  readonly status: RefundStatus;
  readonly settle: string | null;
  readonly reason: string | null;
  readonly askedBy: string;
  readonly decidedBy: string | null;
};

export const refundListing = listing<RefundRow>()({
  name: "refunds",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/refunds/[id]",
  newestFirst: "createdAt",
  searchable: true,
  sum: "amount",
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "reference", kind: "text", optional: true },
    { key: "payment", kind: "text" },
    { key: "orderReference", kind: "text" },
    { key: "website", kind: "text", optional: true },
    { key: "amount", kind: "money" },
    { key: "asked", kind: "money", optional: true },
    { key: "status", kind: "status" },
    { key: "settle", kind: "status" },
    { key: "reason", kind: "text" },
    { key: "askedBy", kind: "text" },
    { key: "decidedBy", kind: "text" },
  ],
  filters: {
    status: choice(refundStatuses),
    website: reference(),
    created: days(),
  },
});
