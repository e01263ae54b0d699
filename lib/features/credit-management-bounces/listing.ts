import { bounceClasses, type BounceClass } from "@/lib/kernel/bounces";
import { choice, days, listing } from "@/lib/listing/spec";

export type CreditManagementBounceRow = {
  readonly id: string;
  readonly bouncedAt: Date;
  /** Every step of a scheme is about one; the link of the row. */
  readonly invoice: string;
  readonly method: { readonly code: "email" | "sms"; readonly detail: null };
  readonly subject: string | null;
  readonly addressee: string;
  readonly reason: string;
  readonly class: BounceClass;
  readonly code: string | null;
  readonly sentAt: Date | null;
  readonly resentAt: Date | null;
  readonly resentBy: string | null;
  readonly resentTo: string | null;
};

/** BK-12. */
export const creditManagementBounceListing = listing<CreditManagementBounceRow>()({
  name: "credit-management-bounces",
  permission: "bounces:read",
  exportPermission: "payments:export",
  detailPath: "/credit-management-bounces/[id]",
  newestFirst: "bouncedAt",
  searchable: true,
  columns: [
    { key: "bouncedAt", kind: "instant", sortable: true },
    { key: "invoice", kind: "id" },
    { key: "method", kind: "coded" },
    { key: "subject", kind: "text" },
    { key: "addressee", kind: "text" },
    { key: "reason", kind: "text" },
    { key: "class", kind: "status", optional: true },
    { key: "code", kind: "text", optional: true },
    { key: "sentAt", kind: "instant", optional: true },
    { key: "resentAt", kind: "instant", optional: true },
    { key: "resentBy", kind: "text", optional: true },
    { key: "resentTo", kind: "text", optional: true },
    { key: "id", kind: "text", optional: true },
  ],
  filters: {
    bounced: days(),
    method: choice(["email", "sms"]),
    class: choice(bounceClasses),
    resent: choice(["yes", "no"]),
  },
});
