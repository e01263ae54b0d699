import type { Money } from "@/lib/kernel/money";
import { choice, days, listing, reference, text } from "@/lib/listing/spec";

export type AuthorisationFailureRow = {
  readonly id: string;
  readonly at: Date;
  readonly night: string;
  readonly kind: string;
  readonly amount: Money;
  readonly transId: string;
  readonly refNr: string | null;
  readonly payId: string;
  readonly code: string;
  readonly text: string;
  readonly notice: string;
  readonly website: string;
};

export const authorisationFailureListing = listing<AuthorisationFailureRow>()({
  name: "authorisation-failures",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/authorisation-failures/[id]",
  newestFirst: "at",
  searchable: false,
  columns: [
    { key: "at", kind: "instant", sortable: true },
    { key: "night", kind: "day" },
    { key: "kind", kind: "status" },
    { key: "amount", kind: "money" },
    { key: "transId", kind: "text" },
    { key: "refNr", kind: "text", optional: true },
    { key: "payId", kind: "id" },
    { key: "code", kind: "text" },
    { key: "text", kind: "text" },
    { key: "notice", kind: "status" },
    { key: "website", kind: "text", optional: true },
  ],
  filters: {
    night: days({ dates: true }),
    kind: choice(["renewal", "splitting"]),
    transId: text({ whole: true }),
    code: text({ whole: true }),
    notice: choice(["email", "batch"]),
    website: reference(),
  },
  sum: "amount",
});
