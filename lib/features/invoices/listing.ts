import { choice, days, listing, reference } from "@/lib/listing/spec";
import type { Money } from "@/lib/kernel/money";
import { invoiceCodes } from "@/lib/features/invoices/model";

/** Derived from what is open and the due day; no status. `closed`: nobody waits for its money any more. */
export const moneyStates = ["paid", "open", "overdue", "closed"] as const;

export type InvoiceRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly invoiceDate: string;
  readonly number: string;
  readonly website: string;
  readonly debtor: string;
  readonly debtorCode: string;
  readonly amount: Money;
  /** Without administration costs (domain.md 2.9). */
  readonly open: Money;
  readonly dueDate: string;
  readonly next: string | null;
  /** Code of domain.md 2.9, as text. */
  readonly status: string;
  readonly state: (typeof moneyStates)[number];
};

export const invoiceListing = listing<InvoiceRow>()({
  name: "invoices",
  permission: "invoices:read",
  exportPermission: "payments:export",
  detailPath: "/invoices/[id]",
  newestFirst: "createdAt",
  searchable: true,
  sum: "open",
  columns: [
    { key: "invoiceDate", kind: "day" },
    { key: "website", kind: "text" },
    { key: "number", kind: "id" },
    { key: "amount", kind: "money" },
    { key: "open", kind: "money" },
    { key: "debtor", kind: "text" },
    { key: "debtorCode", kind: "text", optional: true },
    { key: "dueDate", kind: "day" },
    { key: "next", kind: "day", optional: true, shownWith: "next" },
    { key: "state", kind: "status" },
    { key: "status", kind: "status" },
    { key: "createdAt", kind: "instant", sortable: true, optional: true },
    { key: "id", kind: "text", optional: true },
  ],
  filters: {
    status: choice(invoiceCodes),
    state: choice(moneyStates),
    website: reference(),
    date: days({ dates: true }),
    due: days({ dates: true, ahead: true }),
    next: days({ dates: true, ahead: true }),
    created: days(),
  },
  more: ["next", "created"],
});
