import { amount, choice, days, listing, reference } from "@/lib/listing/spec";
import { currencies, type Money } from "@/lib/kernel/money";
import { paymentMethods, paymentStatuses, type PaymentStatus } from "@/lib/features/payments/model";

export type PaymentRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly orderReference: string | null;
  readonly customerEmail: string | null;
  readonly website: string;
  /** Code of the method; detail is the card brand and the last four digits. */
  readonly method: { readonly code: string; readonly detail: string | null };
  readonly amount: Money;
  readonly status: PaymentStatus;
  readonly refunded: Money | null;
};

export const paymentListing = listing<PaymentRow>()({
  name: "payments",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/payments/[id]",
  newestFirst: "createdAt",
  searchable: true,
  sum: "amount",
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "orderReference", kind: "text" },
    { key: "customerEmail", kind: "text" },
    { key: "website", kind: "text" },
    { key: "method", kind: "coded" },
    { key: "amount", kind: "money", sortable: true },
    { key: "status", kind: "status" },
    { key: "refunded", kind: "money" },
  ],
  filters: {
    status: choice(paymentStatuses),
    method: choice(paymentMethods),
    website: reference(),
    amount: amount(currencies),
    created: days(),
  },
});
