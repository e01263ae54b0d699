import type { Flow } from "@/lib/kernel/transitions";
import { err, ok, type Result } from "@/lib/kernel/result";

/**
 * Wished (`requested`), waiting for a second person or for the balance, agreed and due to settle (`accepted`, TP-21),
 * handed to the gateway (`sent`), answered (`done`, `failed`), or nobody knows yet (`unknown`, U6).
 */
export const refundStatuses = [
  "awaiting_approval",
  "requested",
  "awaiting_balance",
  "accepted",
  "sent",
  "unknown",
  "done",
  "failed",
  "cancelled",
  "rejected",
] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export const refundEvents = [
  "approve",
  "reject",
  "accept",
  "send",
  "succeed",
  "fail",
  "lose_answer",
  "not_booked",
  "lack_balance",
  "cancel",
] as const;
export type RefundEvent = (typeof refundEvents)[number];

export const refundFlow: Flow<RefundStatus, RefundEvent> = {
  awaiting_approval: { approve: "requested", reject: "rejected", cancel: "cancelled" },
  requested: { send: "sent", accept: "accepted", cancel: "cancelled" },
  /** PN-13: waits in the order of arrival, at most as long as the website says. */
  awaiting_balance: { send: "sent", cancel: "cancelled" },
  accepted: { send: "sent", cancel: "cancelled" },
  sent: {
    succeed: "done",
    accept: "accepted",
    fail: "failed",
    lose_answer: "unknown",
    lack_balance: "awaiting_balance",
  },
  /** `not_booked`: the gateway surely has no such refund, so the same wish is sent again under the same key. */
  unknown: {
    succeed: "done",
    accept: "accepted",
    fail: "failed",
    not_booked: "requested",
    lack_balance: "awaiting_balance",
  },
  done: {},
  failed: {},
  cancelled: {},
  rejected: {},
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

export type RefundLimits = {
  readonly method: string;
  readonly currency: string;
  readonly completedAt: Date | null;
  /** Months after completion within which a refund is possible; null: no limit. */
  readonly windowMonths: number | null;
};

/** The last instant of a window of whole months; the 31st of a shorter month is its last day. */
export function refundableUntil(completedAt: Date, windowMonths: number): Date {
  const end = new Date(completedAt);
  const day = end.getUTCDate();
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + windowMonths);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(day, lastDay));
  return end;
}

const smallestPolishCardRefund = 1_00;

/** PN-12: not later than the website's window; at least 1.00 PLN to a card. */
export function decideRefundLimits(
  { method, currency, completedAt, windowMonths }: RefundLimits,
  minor: number,
  now: Date,
): Result<"allowed", "too_late" | "below_minimum"> {
  const isLate =
    completedAt !== null && windowMonths !== null && now > refundableUntil(completedAt, windowMonths);
  if (isLate) return err("too_late");
  const isTooSmall = currency === "PLN" && method === "card" && minor < smallestPolishCardRefund;
  return isTooSmall ? err("below_minimum") : ok("allowed");
}

export const refundBases = ["platform_failed", "payment_link", "override"] as const;
export type RefundBasis = (typeof refundBases)[number];

export type PlatformFacts = {
  /** Whether the website's refunds belong into its shop platform (FP-4). */
  readonly refundsInPlatform: boolean;
  readonly source: string;
  readonly platformOrderId: string | null;
  readonly platformRefundState: string;
};

/** FP-5: the ground on which this payment may be refunded outside the platform; null: there is none. */
export function naturalBasis(facts: PlatformFacts): Exclude<RefundBasis, "override"> | null {
  if (facts.platformRefundState === "failed") return "platform_failed";
  return facts.source === "payment_link" && facts.platformOrderId === null ? "payment_link" : null;
}

export type BasisRefusal = "refund_in_platform" | "override_not_yours" | "reason_missing";

export type BasisWish = {
  /** The platform itself comes through the API: only people need a ground. */
  readonly isPerson: boolean;
  readonly wantsOverride: boolean;
  readonly mayOverride: boolean;
  readonly reason: string | null;
};

function overrideRefusal({ wantsOverride, mayOverride }: BasisWish): BasisRefusal | null {
  if (!wantsOverride) return "refund_in_platform";
  return mayOverride ? null : "override_not_yours";
}

/** FP-5, FP-6, FP-7: the ground of a refund, or null where none is needed. */
export function decideBasis(facts: PlatformFacts, wish: BasisWish): Result<RefundBasis | null, BasisRefusal> {
  if (!facts.refundsInPlatform || !wish.isPerson) return ok(null);
  const natural = naturalBasis(facts);
  const closed = natural === null ? overrideRefusal(wish) : null;
  if (closed !== null) return err(closed);
  return (wish.reason ?? "").trim() === "" ? err("reason_missing") : ok(natural ?? "override");
}

/** TP-22: brands whose issuers agree to a refund at once; all others take it without being asked. */
export const isOnlineRefund = (method: string, cardBrand: string | null): boolean =>
  method === "card" && (cardBrand === "visa" || cardBrand === "mastercard");

/**
 * Whether a second person must agree: above the merchant's limit for the currency, counted together with what
 * was refunded of the payment before, so that a sum cannot be split to pass below it.
 */
export const needsApproval = (
  limitMinor: number | null,
  { before, wanted }: { readonly before: number; readonly wanted: number },
): boolean => limitMinor !== null && before + wanted > limitMinor;

export type ApprovalRefusal = "not_waiting" | "own_refund" | "reason_missing";

/** Asker and approver are two people; saying no needs a reason. */
export function decideApproval(
  refund: { readonly status: string; readonly askedBy: string },
  decision: { readonly by: string; readonly approves: boolean; readonly reason: string | null },
): Result<"approve" | "reject", ApprovalRefusal> {
  if (refund.status !== "awaiting_approval") return err("not_waiting");
  if (refund.askedBy === decision.by) return err("own_refund");
  if (decision.approves) return ok("approve");
  return (decision.reason ?? "").trim() === "" ? err("reason_missing") : ok("reject");
}

export type CancelRefusal = "under_way" | "ended_before";

/** What the gateway may already have heard of cannot be cancelled, only awaited (U6). */
export function decideCancel(status: string): Result<"cancel", CancelRefusal> {
  if (status === "sent" || status === "unknown") return err("under_way");
  return refundFlow[status as RefundStatus].cancel === undefined ? err("ended_before") : ok("cancel");
}

/** TP-21: refunds of payments that settle by their due date settle themselves; all others are paid at once. */
export const settlesLater = (captureMode: string): boolean => captureMode === "scheduled";

/** What stands in the place of an issuer's code where no issuer was asked (TP-22). */
export const offlineAuthCode = "REFUND ACCEPTED";

/** The settle status that an event leaves behind. Handing over to a settlement run is said by the caller. */
export function settleAfter(event: RefundEvent, settle: number | null): number | null {
  if (event === "succeed") return 100;
  if (event === "fail" || event === "reject" || event === "cancel") return 3;
  return event === "lack_balance" && settle === 10 ? 1 : settle;
}

/** The settle status of a refund that may be changed now; null: it is not agreed, or it does not settle by itself. */
export const changeableSettle = (status: string, settle: number | null): number | null =>
  (status === "sent" || status === "unknown") && settle !== 10 ? null : settle;

/** PN-13: only what the gateway declines with this code may wait. */
export const balanceCode = "balance";
const hourMs = 3_600_000;

/** Until when a refund waits for the balance; counted from the first time that it lacked. */
export const waitsUntil = (since: Date, hours: number): Date => new Date(since.getTime() + hours * hourMs);

const oftenTries = 30;

/** When the balance is tried again: every minute at first, every five minutes after half an hour. The timer itself ticks each minute. */
export const nextTryAt = (now: Date, tries: number): Date =>
  new Date(now.getTime() + (tries < oftenTries ? 50_000 : 290_000));
