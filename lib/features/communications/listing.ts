import { channels, communicationKinds, communicationStates } from "@/lib/kernel/communications";
import { choice, days, listing, reference } from "@/lib/listing/spec";

export type CommunicationRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly state: (typeof communicationStates)[number];
  readonly kind: (typeof communicationKinds)[number];
  readonly channel: (typeof channels)[number];
  readonly addressee: string;
  readonly name: string | null;
  readonly subject: string | null;
  readonly website: string | null;
  readonly sentAt: Date | null;
  readonly attempts: number;
  readonly reply: string | null;
  readonly messageId: string;
};

/** Every e-mail and SMS that was written, whatever became of it (domain.md 2.8). */
export const communicationListing = listing<CommunicationRow>()({
  name: "emails",
  permission: "bounces:read",
  exportPermission: "payments:export",
  detailPath: "/emails/[id]",
  newestFirst: "createdAt",
  searchable: true,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "kind", kind: "status" },
    { key: "channel", kind: "status" },
    { key: "addressee", kind: "text" },
    { key: "website", kind: "text" },
    { key: "state", kind: "status" },
    { key: "sentAt", kind: "instant" },
    { key: "attempts", kind: "count", optional: true },
    { key: "name", kind: "text", optional: true },
    { key: "subject", kind: "text", optional: true },
    { key: "reply", kind: "text", optional: true },
    { key: "messageId", kind: "text", optional: true },
  ],
  filters: {
    state: choice(communicationStates),
    kind: choice(communicationKinds),
    channel: choice(channels),
    website: reference(),
    created: days(),
    sent: days(),
    resend: choice(["yes", "no"]),
  },
  more: ["sent", "resend"],
});
