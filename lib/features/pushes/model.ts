import type { PaymentStatus } from "@/lib/features/payments/model";
import type { Flow } from "@/lib/kernel/transitions";

/**
 * `exhausted`: the last retry of the schedule failed. `no_address`: waits until the website has one (PN-E4).
 * `will_not_send`: the address may not be called.
 */
export const pushStates = [
  "pending",
  "retrying",
  "delivered",
  "exhausted",
  "no_address",
  "will_not_send",
] as const;
export type PushState = (typeof pushStates)[number];

export const pushEvents = ["accept", "refuse", "exhaust", "block", "lack_address", "find_address"] as const;
export type PushEvent = (typeof pushEvents)[number];

/** domain.md 5.4: an exhausted push can still be delivered by hand; a delivered one stays delivered. */
export const pushFlow: Flow<PushState, PushEvent> = {
  pending: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  retrying: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  no_address: { find_address: "pending", accept: "delivered" },
  exhausted: { accept: "delivered", refuse: "exhausted", block: "exhausted" },
  will_not_send: { accept: "delivered", refuse: "will_not_send", block: "will_not_send" },
  delivered: { accept: "delivered", refuse: "delivered", block: "delivered" },
};

export type AttemptTrigger = "auto" | "manual" | "bulk";

/** The languages in which a website can be told; the database knows two more that nobody speaks yet. */
export const pushFormats = ["standard", "paynow", "trust"] as const;
export type PushFormat = (typeof pushFormats)[number];

export const pushFormatOf = (word: string): PushFormat =>
  pushFormats.find((format) => format === word) ?? "standard";

/**
 * Paynow's word for each status (domain.md 5.2, 7.1). Two have none. Authorised is PENDING, the only word for money
 * that is not there yet. Cancelled is EXPIRED: final, and one of the few words that receivers take after PENDING
 * (wire.md 2); ERROR is not.
 */
const paynowWords = {
  started: "NEW",
  pending: "PENDING",
  authorised: "PENDING",
  completed: "CONFIRMED",
  rejected: "REJECTED",
  retried: "ABANDONED",
  expired: "EXPIRED",
  failed: "ERROR",
  cancelled: "EXPIRED",
} as const satisfies Readonly<Record<PaymentStatus, string>>;
type PaynowWord = (typeof paynowWords)[PaymentStatus];

/**
 * The word for a change, or null when it is no news in that vocabulary. An authorised payment whose money could
 * not be taken is REJECTED: receivers that last heard PENDING refuse ERROR (domain.md 5.3).
 */
export function paynowNews(from: PaymentStatus | null, to: PaymentStatus): PaynowWord | null {
  const before = from === null ? null : paynowWords[from];
  const word = before === "PENDING" && paynowWords[to] === "ERROR" ? "REJECTED" : paynowWords[to];
  return word === before ? null : word;
}

/** What Trust's vocabulary says of an authorisation, or null while there is nothing to say. */
export function trustOutcome(
  status: PaymentStatus,
  wasAuthorised: boolean,
): "approved" | "declined" | "failed" | null {
  switch (status) {
    case "started":
    case "pending":
      return null;
    case "authorised":
    case "completed":
      return "approved";
    case "rejected":
    case "retried":
      return "declined";
    case "failed":
    case "expired":
    case "cancelled":
      return wasAuthorised ? "approved" : "failed";
  }
}

/** Whom audit and open lists know a push's subject by. */
export function subjectOf(push: {
  readonly paymentId: string | null;
  readonly dataRequestId: string | null;
}): readonly [type: "payment" | "data_request", id: string] {
  if (push.paymentId !== null) return ["payment", push.paymentId];
  if (push.dataRequestId !== null) return ["data_request", push.dataRequestId];
  throw new Error("a push tells of a payment or of a data request");
}

export const listingOf = { payment: "payments", data_request: "data-requests" } as const;
