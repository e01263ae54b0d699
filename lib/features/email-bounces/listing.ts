import { choice, days, listing, reference, text } from "@/lib/listing/spec";
import { bounceClasses, type BounceClass } from "@/lib/kernel/bounces";

export type EmailBounceRow = {
  readonly id: string;
  /** Empty where nobody knows which message it was about (BK-E5). */
  readonly website: string | null;
  readonly email: string;
  readonly name: string | null;
  readonly invoice: string | null;
  readonly bouncedAt: Date;
  readonly reason: string;
  readonly class: BounceClass;
  readonly code: string | null;
  readonly sentAt: Date | null;
  readonly resentAt: Date | null;
  readonly resentBy: string | null;
  readonly resentTo: string | null;
};

/** BK-9. */
export const emailBounceListing = listing<EmailBounceRow>()({
  name: "email-bounces",
  permission: "bounces:read",
  exportPermission: "payments:export",
  detailPath: "/bounces/[id]",
  newestFirst: "bouncedAt",
  searchable: true,
  columns: [
    { key: "website", kind: "text" },
    { key: "email", kind: "id" },
    { key: "name", kind: "text" },
    { key: "invoice", kind: "text" },
    { key: "bouncedAt", kind: "instant", sortable: true },
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
    sent: days(),
    website: reference(),
    class: choice(bounceClasses),
    resent: choice(["yes", "no"]),
    reason: text(),
    bounced: days(),
  },
  more: ["bounced"],
});
