import { err, ok, type Result } from "@/lib/kernel/result";
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

/**
 * Front half: the Paynow graph (domain.md 5.3, PN-2, PN-E1). Back half: what is authorised is captured,
 * given up by the merchant or at the end of its reservation (TP-9), or refused when it settles.
 */
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
  authorised: { complete: "completed", cancel: "cancelled", fail: "failed" },
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

/** Methods of one country speak its currency only; the others take any. */
const methodCurrencies: Readonly<Partial<Record<PaymentMethod, readonly string[]>>> = {
  ideal: ["EUR"],
  blik: ["PLN"],
  przelewy24: ["PLN", "EUR"],
  swish: ["SEK"],
  konbini: ["JPY"],
  knet: ["KWD"],
};

export const methodsFor = (currency: string): readonly PaymentMethod[] =>
  paymentMethods.filter((method) => methodCurrencies[method]?.includes(currency) !== false);

/** How money of a website's payments is taken: at once, on the due date (Trust), or by hand. */
export const captureModes = ["immediate", "scheduled", "manual"] as const;
export type CaptureMode = (typeof captureModes)[number];

/** Where a payment came from (domain.md 4.1). */
export const paymentSources = ["webshop", "payment_link", "subscription"] as const;
export type PaymentSource = (typeof paymentSources)[number];

/** An axis of its own, derived from the refunds; `open`: some money is promised to refunds that have not ended. */
export const refundStates = ["none", "open", "part", "all"] as const;
export type RefundState = (typeof refundStates)[number];

/** These reserve the money first and take it later; every other method moves it at once. */
export const reservingMethods: ReadonlySet<string> = new Set<PaymentMethod>(["card", "paypal"]);

export type RetryRefusal =
  | "already_paid"
  | "already_retried"
  | "still_authorised"
  | "expired_for_good"
  | "cancelled_for_good"
  | "retry_off"
  | "not_started_yet";

export type Retriable = { readonly status: string; readonly retryEnabled: boolean };

const closedToRetry: Readonly<Partial<Record<PaymentStatus, RetryRefusal>>> = {
  completed: "already_paid",
  retried: "already_retried",
  authorised: "still_authorised",
  expired: "expired_for_good",
  cancelled: "cancelled_for_good",
  started: "not_started_yet",
};

/**
 * PN-10: a customer tries again in a new payment, where the website allows it. What failed by our own
 * fault starts again as itself even where it does not (domain.md 5.3).
 */
export function decideRetry({ status, retryEnabled }: Retriable): Result<"retry" | "restart", RetryRefusal> {
  const closed = closedToRetry[status as PaymentStatus];
  if (closed !== undefined) return err(closed);
  if (retryEnabled) return ok("retry");
  return status === "failed" ? ok("restart") : err("retry_off");
}
