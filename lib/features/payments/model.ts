import type { Flow } from "@/lib/kernel/transitions";

export const paymentStatuses = [
  "started",
  "pending",
  "authorised",
  "completed",
  "rejected",
  "retried",
  "expired",
  "failed",
  "cancelled",
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const paymentEvents = [
  "await_customer",
  "authorise",
  "complete",
  "reject",
  "fail",
  "expire",
  "cancel",
  "retry",
  "restart",
] as const;
export type PaymentEvent = (typeof paymentEvents)[number];

/** Front half: the Paynow graph (domain.md 5.3). Back half: authorised payments are captured, cancelled or run out. */
export const paymentFlow: Flow<PaymentStatus, PaymentEvent> = {
  started: {
    await_customer: "pending",
    authorise: "authorised",
    complete: "completed",
    reject: "rejected",
    fail: "failed",
    expire: "expired",
  },
  pending: {
    authorise: "authorised",
    complete: "completed",
    reject: "rejected",
    expire: "expired",
    retry: "retried",
  },
  authorised: { complete: "completed", cancel: "cancelled", expire: "expired", fail: "failed" },
  rejected: { complete: "completed", retry: "retried" },
  failed: { complete: "completed", reject: "rejected", retry: "retried", restart: "started" },
  completed: {},
  retried: {},
  expired: {},
  cancelled: {},
};

export const paymentMethods = [
  "card",
  "ideal",
  "blik",
  "przelewy24",
  "swish",
  "konbini",
  "knet",
  "paypal",
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** How money of a website's payments is taken: at once, on the due date (Trust), or by hand. */
export const captureModes = ["immediate", "scheduled", "manual"] as const;
export type CaptureMode = (typeof captureModes)[number];
