import { amount, choice, days, listing, reference, text } from "@/lib/listing/spec";
import { currencies, type Money } from "@/lib/kernel/money";
import {
  captureModes,
  paymentMethods,
  paymentSources,
  paymentStatuses,
  refundStates,
  type PaymentStatus,
} from "@/lib/features/payments/model";

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
  readonly settleNote: "suspended" | "held" | "settling" | null;
  readonly refunded: Money | null;
  /** Code of the settle status, as text. */
  readonly settle: string | null;
  readonly due: string | null;
  readonly mode: string;
  readonly refunds: string;
  readonly reservedUntil: Date | null;
  readonly invoice: string | null;
  readonly country: string | null;
  readonly transactionReference: string;
  /** What the shop has accepted a push of last, and whether a newer one is still to be accepted (U1). */
  readonly told: PaymentStatus | null;
  readonly receiver: string | null;
};

/** Words of Trust's settle statuses; the codes are its own (domain.md 1.2.1). */
const settleCodes = ["0", "1", "2", "3", "10", "100"] as const;
/** `failing`: a push is tried again or has been given up. */
const pushStates = ["failing"] as const;
/** `behind`: the shop has not accepted the newest push yet (U1). */
const receiverWords = ["behind"] as const;
/** Whether its reservation is kept alive as an authorisation of its own (domain.md 3). */
const renewedWords = ["yes", "no"] as const;

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
    { key: "status", kind: "status", note: "settleNote" },
    { key: "told", kind: "status", optional: true, shownWith: "receiver" },
    { key: "refunded", kind: "money" },
    { key: "settle", kind: "status", optional: true },
    { key: "due", kind: "day", optional: true },
    { key: "mode", kind: "status", optional: true },
    { key: "refunds", kind: "status", optional: true },
    { key: "reservedUntil", kind: "instant", optional: true },
    { key: "invoice", kind: "text", optional: true },
    { key: "country", kind: "text", optional: true },
    { key: "transactionReference", kind: "text", optional: true },
    { key: "receiver", kind: "status", optional: true },
  ],
  filters: {
    status: choice(paymentStatuses),
    method: choice(paymentMethods),
    website: reference(),
    amount: amount(currencies),
    created: days(),
    settle: choice(settleCodes),
    due: days({ dates: true, ahead: true }),
    mode: choice(captureModes),
    refunds: choice(refundStates),
    push: choice(pushStates),
    receiver: choice(receiverWords),
    source: choice(paymentSources),
    reserved: days({ ahead: true }),
    renewed: choice(renewedWords),
    order: text({ whole: true }),
    invoice: text({ whole: true }),
    email: text(),
    country: text({ whole: true }),
  },
  more: [
    "settle",
    "due",
    "mode",
    "refunds",
    "push",
    "receiver",
    "source",
    "reserved",
    "renewed",
    "order",
    "invoice",
    "email",
    "country",
  ],
  aliases: {
    mail: "email",
    "status:suspended": "settle:2",
    "status:settling": "settle:10",
    "status:settled": "settle:100",
    "settle:pending": "settle:0",
    "settle:override": "settle:1",
    "settle:suspended": "settle:2",
    "settle:cancelled": "settle:3",
    "settle:settling": "settle:10",
    "settle:settled": "settle:100",
  },
});
