import "server-only";
import sql, { type Sql } from "sql-template-tag";
import { captureClosed, type ChainRefusal, type Holding } from "@/lib/features/chain-moves/model";
import { moveNames, movesOf, type MoveName, type Moves } from "@/lib/features/moves/model";
import { known } from "@/lib/kernel/known";

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
  chain: RawChain | null;
};

type RawChain = Pick<Holding, "state" | "phase" | "reservedMinor"> & {
  readonly reservedMs: number | null;
  readonly renewalMs: number | null;
  readonly capturedMs: number | null;
  readonly realtime: boolean | null;
};

const msOf = (column: Sql) => sql`extract(epoch from ${column}) * 1000`;

/** What the moves need beside what is told of a payment `p` of a website `w`. */
export const moveColumns = (
  at: Date,
) => sql`p.completed_at, p.platform_refund_state, w.retry_enabled, w.refund_window_months,
  (select json_build_object('state', c.state, 'phase', c.phase, 'reservedMinor', c.reserved_minor,
      'reservedMs', ${msOf(sql`c.reserved_until`)}, 'renewalMs', ${msOf(sql`c.next_renewal_at`)},
      'capturedMs', ${msOf(sql`c.last_capture_at`)}, 'realtime', (
        select s.realtime from renewal_setting s
        where s.merchant_id = c.merchant_id and s.website_id = c.website_id and s.in_force_at <= ${at}::timestamptz
        order by s.in_force_at desc, s.id desc limit 1))
    from authorisation_chain c where c.merchant_id = p.merchant_id and c.payment_id = p.id) as chain`;

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
  hasChain: raw.chain !== null,
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

type OpenMove =
  | ReturnType<typeof stateOf>
  | { readonly open: false; readonly reason: ChainCaptureRefusal; readonly opensAt: Date | null };

/** Where our API has a word for it already. */
const knownAs = {
  all_captured: "already_settled",
  was_reversed: "already_cancelled",
  has_lapsed: "reservation_over",
  no_reservation: "reservation_over",
  under_way: "settling_now",
  amount_above_rest: "amount_above_authorised",
} as const satisfies Partial<Record<ChainRefusal, string>>;
/** Those of chains alone are told as they are. */
const ownWords = ["captured_today", "rest_waits", "too_soon", "night", "amount_not_positive"] as const;
export type ChainCaptureRefusal =
  (typeof knownAs)[keyof typeof knownAs] | (typeof ownWords)[number] | "not_allowed_now";

/** Why a chain takes no capture, in the words of our API. */
export const chainCaptureRefusal = (reason: ChainRefusal): ChainCaptureRefusal =>
  known(knownAs, reason) ?? ownWords.find((word) => word === reason) ?? "not_allowed_now";

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));

function chainCapture({ reservedMs, renewalMs, capturedMs, realtime, ...raw }: RawChain, at: Date): OpenMove {
  const dates = { reservedUntil: dateOf(reservedMs), nextRenewalAt: dateOf(renewalMs) };
  const chain = { ...raw, ...dates, lastCaptureAt: dateOf(capturedMs) };
  const shut = captureClosed(chain, { realtime: realtime === true }, at);
  if (shut === null) return { open: true, reason: null, opensAt: null };
  return { open: false, reason: chainCaptureRefusal(shut.reason), opensAt: shut.opensAt };
}

/** Which moves are open to a machine now, and why not (U7): the same words as on the screen. */
export function openMoves(raw: RawMoveFacts, at: Date): Readonly<Record<MoveName, OpenMove>> {
  const moves = movesOf(factsOf(raw), at);
  const states = Object.fromEntries(moveNames.map((name) => [name, stateOf(moves[name])])) as Record<
    MoveName,
    OpenMove
  >;
  return raw.chain === null ? states : { ...states, capture: chainCapture(raw.chain, at) };
}
