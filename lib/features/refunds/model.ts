import type { Flow } from "@/lib/kernel/transitions";
import { err, ok, type Result } from "@/lib/kernel/result";

/** Wished (`requested`), handed to the gateway (`sent`), answered (`done`, `failed`), or nobody knows yet (`unknown`, U6). */
export const refundStatuses = ["requested", "sent", "done", "failed", "unknown"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export const refundEvents = ["send", "succeed", "fail", "lose_answer", "not_booked"] as const;
export type RefundEvent = (typeof refundEvents)[number];

export const refundFlow: Flow<RefundStatus, RefundEvent> = {
  requested: { send: "sent" },
  sent: { succeed: "done", fail: "failed", lose_answer: "unknown" },
  /** `not_booked`: the gateway surely has no such refund, so the same wish is sent again under the same key. */
  unknown: { succeed: "done", fail: "failed", not_booked: "requested" },
  done: {},
  failed: {},
};

export type Refundable = {
  readonly status: string;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly reservedMinor: number;
};

export type RefundRefusal =
  "not_completed" | "wrong_currency" | "nothing_left" | "balance_changed" | "more_than_left";

/** What can still be refunded, in minor units. Wished-for, sent and unknown refunds are already spent. */
export const leftToRefund = (payment: Refundable): number =>
  payment.capturedMinor - payment.refundedMinor - payment.reservedMinor;

/** `seenLeft` is the balance on the caller's screen, or null where the caller saw none: a stale page must not refund twice. */
export function decideRefund(
  payment: Refundable,
  wanted: { readonly minor: number; readonly currency: string },
  seenLeft: number | null,
): Result<"allowed", RefundRefusal> {
  const left = leftToRefund(payment);
  if (payment.status !== "completed") return err("not_completed");
  if (wanted.currency !== payment.currency) return err("wrong_currency");
  if (left === 0) return err("nothing_left");
  if (seenLeft !== null && seenLeft !== left) return err("balance_changed");
  if (wanted.minor > left) return err("more_than_left");
  return ok("allowed");
}
