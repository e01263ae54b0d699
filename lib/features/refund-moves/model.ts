import type { Permission } from "@/lib/kernel/access";
import type { ClosedReason, MoveState, Moves } from "@/lib/features/moves/model";
import { changeableSettle, decideCancel } from "@/lib/features/refunds/model";
import {
  decideSettlement,
  decideUpdatable,
  reservedUntil,
  settlementAt,
  settleStatusOf,
  type WantedSettlement,
} from "@/lib/features/settlement/model";

/** What a person can do with a refund (TP-21). */
export const refundMoveNames = [
  "release",
  "suspend",
  "cancel",
  "change_amount",
  "change_due_date",
  "change_order_reference",
] as const;
export type RefundMoveName = (typeof refundMoveNames)[number];
export type RefundMoves = Pick<Moves, RefundMoveName>;

export const refundMovePermissions: Readonly<Record<RefundMoveName, Permission>> = {
  release: "payments:update",
  suspend: "payments:update",
  cancel: "payments:refund",
  change_amount: "payments:update",
  change_due_date: "payments:update",
  change_order_reference: "payments:update",
};

export type RefundMoveFacts = {
  readonly status: string;
  readonly settleStatus: number | null;
  /** Day `YYYY-MM-DD`. */
  readonly settleDueDate: string | null;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly orderReference: string | null;
  readonly statusAt: Date;
};

const opened = <E>(effect: E) => ({ open: true, effect }) as const;
const closed = (reason: ClosedReason) => ({ open: false, reason, opensAt: null }) as const;

/** Only what is agreed settles: before that there is nothing to hold or to change. */
const heldOf = (facts: RefundMoveFacts) => {
  const waits = ["awaiting_approval", "requested", "awaiting_balance"].includes(facts.status);
  const settleStatus = waits ? null : changeableSettle(facts.status, facts.settleStatus);
  return { ...facts, settleStatus: settleStatusOf({ settleStatus }), isOver: false };
};

const ended: ReadonlySet<string> = new Set(["done", "failed", "cancelled", "rejected"]);

function refusalOf(facts: RefundMoveFacts, wanted: WantedSettlement | null): ClosedReason | null {
  if (facts.status === "sent" || facts.status === "unknown") return "under_way";
  if (ended.has(facts.status)) return "ended_before";
  const held = heldOf(facts);
  const decision = wanted === null ? decideUpdatable(held) : decideSettlement(held, wanted);
  return decision.ok ? null : decision.error;
}

function statusMove<E>(facts: RefundMoveFacts, to: 1 | 2, effect: E): MoveState<E> {
  const refusal = refusalOf(facts, { settleStatus: to });
  if (refusal === null) return opened(effect);
  const already = to === 1 ? "released_already" : "suspended_already";
  return closed(refusal === "nothing_changed" ? already : refusal);
}

function fieldMove<E>(facts: RefundMoveFacts, effect: E): MoveState<E> {
  const refusal = refusalOf(facts, null);
  return refusal === null ? opened(effect) : closed(refusal);
}

function cancelOf(facts: RefundMoveFacts): RefundMoves["cancel"] {
  const decision = decideCancel(facts.status);
  return decision.ok ? opened({ minor: facts.amountMinor }) : closed(decision.error);
}

/** Every move of a refund: what will happen, or why not (U7). The same decisions as the commands'. */
export function refundMovesOf(facts: RefundMoveFacts, now: Date): RefundMoves {
  const { settleMinor: minor, amountMinor: most, settleDueDate, settleStatus, statusAt } = facts;
  const nextRun = settlementAt(settleDueDate ?? now.toISOString().slice(0, 10), now);
  const settlesAt = settleStatus === 2 ? null : nextRun;
  // TP-9: a suspended refund ends as a payment does, counted from the agreement.
  const heldUntil = reservedUntil(statusAt, false);
  return {
    release: statusMove(facts, 1, { minor, settlesAt: nextRun }),
    suspend: statusMove(facts, 2, { minor, heldUntil }),
    cancel: cancelOf(facts),
    change_amount: fieldMove(facts, { minor, most, settlesAt }),
    change_due_date: fieldMove(facts, { minor, settlesAt }),
    change_order_reference: fieldMove(facts, { minor }),
  };
}

const nearest = ["suspend", "release", "cancel"] as const;

/** The moves that lie nearest; none of a refund that nothing can be done with. */
export function leadingRefundMoves(moves: RefundMoves): readonly RefundMoveName[] {
  const [first] = nearest.filter((name) => moves[name].open);
  return [...new Set([first, moves.cancel.open ? ("cancel" as const) : undefined])].flatMap(
    (name) => name ?? [],
  );
}
