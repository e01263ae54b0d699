import type { Permission } from "@/lib/kernel/access";
import type { Result } from "@/lib/kernel/result";
import { decideRetry, type RetryRefusal } from "@/lib/features/payments/model";
import {
  decideBasis,
  decideRefund,
  decideRefundLimits,
  isOnlineRefund,
  leftToRefund,
  settlesLater,
  type BasisRefusal,
  type CancelRefusal,
  type PlatformFacts,
  type RefundBasis,
  type RefundRefusal,
} from "@/lib/features/refunds/model";
import {
  decideCapture,
  decideSettlement,
  decideUpdatable,
  isReservationOver,
  settlementAt,
  settleStatusOf,
  type CaptureRefusal,
  type SettlementRefusal,
} from "@/lib/features/settlement/model";

/** What a person can do with a payment. */
export const moveNames = [
  "capture",
  "mark_shipped",
  "release",
  "suspend",
  "cancel",
  "change_amount",
  "change_due_date",
  "change_order_reference",
  "refund",
  "retry_link",
] as const;
export type MoveName = (typeof moveNames)[number];

export const movePermissions: Readonly<Record<MoveName, Permission>> = {
  capture: "payments:capture",
  mark_shipped: "payments:capture",
  release: "payments:update",
  suspend: "payments:update",
  cancel: "payments:cancel",
  change_amount: "payments:update",
  change_due_date: "payments:update",
  change_order_reference: "payments:update",
  refund: "payments:refund",
  retry_link: "payments:update",
};

/** Moves that make sense for many payments at once: they need nothing but the payment. */
export const bulkMoves = ["capture", "mark_shipped", "release", "suspend", "cancel"] as const;
export type BulkMove = (typeof bulkMoves)[number];

export type MoveFacts = {
  readonly hasChain?: boolean;
  readonly status: string;
  readonly settleStatus: number | null;
  readonly captureMode: string;
  readonly method: string;
  readonly cardBrand: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly reservedMinor: number;
  /** Local day `YYYY-MM-DD`. */
  readonly settleDueDate: string | null;
  readonly reservedUntil: Date | null;
  readonly completedAt: Date | null;
  readonly orderReference: string | null;
  readonly retryEnabled: boolean;
  readonly windowMonths: number | null;
  readonly platform: PlatformFacts;
  /** Above this sum of the payment's currency a second person has to agree; null: never. */
  readonly limitMinor: number | null;
  readonly mayOverride: boolean;
};

export type ClosedReason =
  | SettlementRefusal
  | CaptureRefusal
  | RefundRefusal
  | BasisRefusal
  | RetryRefusal
  | CancelRefusal
  | "too_late"
  | "below_minimum"
  | "suspended_already"
  | "released_already"
  | "came_to_nothing";

/** Minor units of the payment's currency, and instants. Null: no such instant. */
export type Effects = {
  /** The whole reservation can be taken; what is not taken is released (FP-8). */
  readonly capture: { readonly minor: number; readonly most: number };
  readonly mark_shipped: { readonly outcome: "captured" | "recorded"; readonly minor: number };
  readonly release: { readonly minor: number; readonly settlesAt: Date };
  readonly suspend: { readonly minor: number; readonly heldUntil: Date | null };
  readonly cancel: { readonly minor: number };
  readonly change_amount: { readonly minor: number; readonly most: number; readonly settlesAt: Date | null };
  readonly change_due_date: { readonly minor: number; readonly settlesAt: Date | null };
  readonly change_order_reference: { readonly minor: number };
  readonly refund: {
    readonly minor: number;
    readonly basis: RefundBasis | null;
    /** `later`: settles by itself then (TP-21); `asked`: the issuer agrees first (TP-22). */
    readonly way: "now" | "later" | "asked";
    readonly settlesAt: Date | null;
    /** A refund of more than this waits for a second person; null: none does. */
    readonly freeMinor: number | null;
  };
  readonly retry_link: { readonly way: "retry" | "restart" };
};

export type Closed = {
  readonly open: false;
  readonly reason: ClosedReason;
  /** The earliest moment at which the move opens by itself, where that is known (U7). */
  readonly opensAt: Date | null;
};
export type MoveState<E> = { readonly open: true; readonly effect: E } | Closed;
export type Moves = { readonly [M in MoveName]: MoveState<Effects[M]> };
const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** When the settlement run takes the payment; null while nothing is scheduled. */
function scheduledAt(facts: MoveFacts, now: Date): Date | null {
  const waits = facts.settleStatus === 0 || facts.settleStatus === 1;
  return waits ? settlementAt(facts.settleDueDate ?? dayOf(now), now) : null;
}

function closed(reason: ClosedReason, opensAt: Date | null = null): Closed {
  return { open: false, reason, opensAt };
}
const opened = <E>(effect: E) => ({ open: true, effect }) as const;
/** The same facts as the settlement's own decisions ask for them. */
const heldOf = (facts: MoveFacts, now: Date) => ({
  ...{ ...facts, settleStatus: settleStatusOf(facts), isOver: isReservationOver(facts, now) },
});

function releaseOf(facts: MoveFacts, now: Date): MoveState<Effects["release"]> {
  const decision = decideSettlement(heldOf(facts, now), { settleStatus: 1 });
  if (!decision.ok) return closed(decision.error === "nothing_changed" ? "released_already" : decision.error);
  const settlesAt = settlementAt(facts.settleDueDate ?? dayOf(now), now);
  return opened({ minor: facts.settleMinor, settlesAt });
}

function suspendOf(facts: MoveFacts, now: Date): MoveState<Effects["suspend"]> {
  const decision = decideSettlement(heldOf(facts, now), { settleStatus: 2 });
  if (decision.ok) return opened({ minor: facts.settleMinor, heldUntil: facts.reservedUntil });
  return closed(decision.error === "nothing_changed" ? "suspended_already" : decision.error);
}

function cancelOf(facts: MoveFacts, now: Date): MoveState<Effects["cancel"]> {
  const decision = decideSettlement(heldOf(facts, now), { settleStatus: 3 });
  return decision.ok ? opened({ minor: facts.amountMinor }) : closed(decision.error);
}

/** TP-2: a field of what is still updatable can be changed; into what is decided when it is typed. */
function fieldOf<E>(facts: MoveFacts, now: Date, effect: E): MoveState<E> {
  const decision = decideUpdatable(heldOf(facts, now));
  return decision.ok ? opened(effect) : closed(decision.error);
}

function captureOf(facts: MoveFacts, now: Date): MoveState<Effects["capture"]> {
  const decision = decideCapture(heldOf(facts, now), null);
  if (decision.ok) return opened({ minor: decision.value, most: facts.amountMinor });
  const settles = decision.error === "settles_by_itself" ? scheduledAt(facts, now) : null;
  return closed(decision.error, settles);
}

/** FP-11, FP-E4: a parcel captures what waits for it, is noted otherwise, and is nothing where no money will come. */
function shipmentOf(facts: MoveFacts, now: Date): MoveState<Effects["mark_shipped"]> {
  if (settleStatusOf(facts) === 3) return closed("came_to_nothing");
  const capture = decideCapture({ ...heldOf(facts, now), hasChain: false }, null);
  return opened(
    capture.ok ? { outcome: "captured", minor: capture.value } : { outcome: "recorded", minor: 0 },
  );
}

function basisOf({ platform, mayOverride }: MoveFacts): Result<RefundBasis | null, BasisRefusal> {
  const wish = { isPerson: true, mayOverride, reason: "given when asked" };
  const natural = decideBasis(platform, { ...wish, wantsOverride: false });
  return natural.ok || !mayOverride ? natural : decideBasis(platform, { ...wish, wantsOverride: true });
}

function decideWholeRefund(facts: MoveFacts, now: Date): Result<RefundBasis | null, ClosedReason> {
  const minor = leftToRefund(facts);
  const amount = decideRefund(facts, { minor, currency: facts.currency }, null);
  if (!amount.ok) return amount;
  const limits = decideRefundLimits(facts, minor, now);
  return limits.ok ? basisOf(facts) : limits;
}

function wayOf({ captureMode, method, cardBrand }: MoveFacts): Effects["refund"]["way"] {
  if (!settlesLater(captureMode)) return "now";
  return isOnlineRefund(method, cardBrand) ? "asked" : "later";
}

function refundOf(facts: MoveFacts, now: Date): MoveState<Effects["refund"]> {
  const basis = decideWholeRefund(facts, now);
  if (!basis.ok) return closed(basis.error, scheduledAt(facts, now));
  const left = leftToRefund(facts);
  const way = wayOf(facts);
  return opened({
    minor: left,
    basis: basis.value,
    way,
    settlesAt: way === "now" ? null : settlementAt(dayOf(now), now),
    freeMinor:
      facts.limitMinor === null ? null : Math.max(0, facts.limitMinor - (facts.capturedMinor - left)),
  });
}

function retryOf(facts: MoveFacts): MoveState<Effects["retry_link"]> {
  const decision = decideRetry(facts);
  return decision.ok ? opened({ way: decision.value }) : closed(decision.error);
}

/** Every move of a payment: what will happen, or why not and when (U7). The same decisions as the commands'. */
export function movesOf(facts: MoveFacts, now: Date): Moves {
  const settlesAt = scheduledAt(facts, now);
  const { settleMinor: minor, amountMinor: most } = facts;
  return {
    capture: captureOf(facts, now),
    mark_shipped: shipmentOf(facts, now),
    release: releaseOf(facts, now),
    suspend: suspendOf(facts, now),
    cancel: cancelOf(facts, now),
    change_amount: fieldOf(facts, now, { minor, most, settlesAt }),
    change_due_date: fieldOf(facts, now, { minor, settlesAt }),
    change_order_reference: fieldOf(facts, now, { minor }),
    refund: refundOf(facts, now),
    retry_link: retryOf(facts),
  };
}

const nearest = ["refund", "capture", "suspend", "release", "retry_link"] as const;

/** The moves that lie nearest, the first one foremost. A refund is always among them, open or closed. */
export function leadingMoves(moves: Moves): readonly MoveName[] {
  const first = nearest.find((name) => moves[name].open) ?? "refund";
  return [...new Set<MoveName>([first, ...(moves.cancel.open ? ["cancel" as const] : []), "refund"])];
}
