import "server-only";
import sql from "sql-template-tag";
import { moveNames, movesOf, type MoveName, type Moves } from "@/lib/features/moves/model";
import { now } from "@/lib/platform/clock";

export type RawMoveFacts = {
  status: string;
  settle_status: number | null;
  capture_mode: string;
  method: string;
  card_brand: string | null;
  currency: string;
  amount_minor: number;
  settle_minor: number;
  captured_minor: number;
  refunded_minor: number;
  reserved_minor: number;
  settle_due_date: string | null;
  reserved_until: Date | null;
  completed_at: Date | null;
  order_reference: string | null;
  source: string;
  platform_order_id: string | null;
  platform_refund_state: string;
  retry_enabled: boolean;
  refund_window_months: number | null;
  has_chain: boolean;
};

/** What the moves need beside what is told of a payment `p` of a website `w`. */
export const moveColumns = sql`p.completed_at, p.platform_refund_state, w.retry_enabled, w.refund_window_months,
  exists (select from authorisation_chain c where c.merchant_id = p.merchant_id and c.payment_id = p.id) as has_chain`;

const factsOf = (raw: RawMoveFacts) => ({
  status: raw.status,
  settleStatus: raw.settle_status,
  captureMode: raw.capture_mode,
  method: raw.method,
  cardBrand: raw.card_brand,
  currency: raw.currency,
  amountMinor: raw.amount_minor,
  settleMinor: raw.settle_minor,
  capturedMinor: raw.captured_minor,
  refundedMinor: raw.refunded_minor,
  reservedMinor: raw.reserved_minor,
  settleDueDate: raw.settle_due_date,
  reservedUntil: raw.reserved_until,
  completedAt: raw.completed_at,
  orderReference: raw.order_reference,
  hasChain: raw.has_chain,
  retryEnabled: raw.retry_enabled,
  windowMonths: raw.refund_window_months,
  // FP-5 is a rule for people: the platform itself refunds with a key.
  platform: {
    refundsInPlatform: false,
    source: raw.source,
    platformOrderId: raw.platform_order_id,
    platformRefundState: raw.platform_refund_state,
  },
  limitMinor: null,
  mayOverride: false,
});

const stateOf = (move: Moves[MoveName]) =>
  move.open
    ? { open: true, reason: null, opensAt: null }
    : { open: false, reason: move.reason, opensAt: move.opensAt };

export type OpenMove = ReturnType<typeof stateOf>;

/** Which moves are open to a machine now, and why not (U7): the same words as on the screen. */
export function openMoves(raw: RawMoveFacts): Readonly<Record<MoveName, OpenMove>> {
  const moves = movesOf(factsOf(raw), now());
  return Object.fromEntries(moveNames.map((name) => [name, stateOf(moves[name])])) as Record<
    MoveName,
    OpenMove
  >;
}
