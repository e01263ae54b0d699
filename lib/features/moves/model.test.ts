import { describe, expect, it } from "vitest";
import { leadingMoves, moveNames, movesOf, type MoveFacts } from "@/lib/features/moves/model";
import { captureModes, decideRetry, paymentStatuses } from "@/lib/features/payments/model";
import { decideBasis, decideRefund } from "@/lib/features/refunds/model";
import {
  decideCapture,
  decideSettlement,
  isReservationOver,
  settleStatuses,
} from "@/lib/features/settlement/model";

const now = new Date("2026-11-22T10:00:00Z");
const facts: MoveFacts = {
  status: "authorised",
  settleStatus: 0,
  captureMode: "scheduled",
  method: "card",
  cardBrand: "visa",
  currency: "EUR",
  amountMinor: 25_00,
  settleMinor: 20_00,
  capturedMinor: 0,
  refundedMinor: 0,
  reservedMinor: 0,
  settleDueDate: "2026-11-22",
  reservedUntil: new Date("2026-11-29T10:00:00Z"),
  completedAt: null,
  orderReference: "A-1",
  retryEnabled: false,
  windowMonths: null,
  platform: {
    refundsInPlatform: false,
    source: "webshop",
    platformOrderId: null,
    platformRefundState: "none",
  },
  limitMinor: null,
  mayOverride: false,
};
const paid: MoveFacts = {
  ...facts,
  status: "completed",
  settleStatus: 100,
  capturedMinor: 20_00,
  completedAt: new Date("2026-11-20T23:00:00Z"),
};
const shown = (given: Partial<MoveFacts>) => movesOf({ ...facts, ...given }, now);

const everyPayment = paymentStatuses.flatMap((status) =>
  [null, ...settleStatuses].flatMap((settleStatus) =>
    captureModes.flatMap((captureMode) =>
      [true, false].flatMap((retryEnabled) =>
        [facts.reservedUntil, now].map((reservedUntil): MoveFacts => ({
          ...(status === "completed" ? paid : facts),
          ...{ status, settleStatus, captureMode, retryEnabled, reservedUntil },
        })),
      ),
    ),
  ),
);

describe("a move is open exactly when the command would not refuse it", () => {
  const settlement = (payment: MoveFacts, wanted: Parameters<typeof decideSettlement>[1]) =>
    decideSettlement(
      { ...payment, settleStatus: payment.settleStatus as 0 | null, isOver: isReservationOver(payment, now) },
      wanted,
    ).ok;
  const allowed: Readonly<Record<(typeof moveNames)[number], (payment: MoveFacts) => boolean>> = {
    capture: (payment) => decideCapture({ ...payment, isOver: isReservationOver(payment, now) }, null).ok,
    mark_shipped: (payment) => payment.settleStatus !== 3,
    release: (payment) => settlement(payment, { settleStatus: 1 }),
    suspend: (payment) => settlement(payment, { settleStatus: 2 }),
    cancel: (payment) => settlement(payment, { settleStatus: 3 }),
    change_amount: (payment) => settlement(payment, { settleMinor: 1 }),
    change_due_date: (payment) => settlement(payment, { settleDueDate: "2026-12-24" }),
    change_order_reference: (payment) => settlement(payment, { orderReference: "other" }),
    refund: (payment) => decideRefund(payment, { minor: 1, currency: "EUR" }, null).ok,
    retry_link: (payment) => decideRetry(payment).ok,
  };

  it.each(moveNames)("%s, for every status, settle status and capture mode", (move) => {
    const disagreeing = everyPayment.filter(
      (payment) => movesOf(payment, now)[move].open !== allowed[move](payment),
    );
    expect(disagreeing).toEqual([]);
    const answers = new Set(everyPayment.map((payment) => movesOf(payment, now)[move].open));
    expect(answers).toEqual(new Set([true, false]));
  });
});

describe("what will happen, to which money and when", () => {
  it("releases into the next settlement run, or into that of a later due day (TP-7, TP-E3)", () => {
    expect(shown({ settleStatus: 2 }).release).toEqual({
      open: true,
      effect: { minor: 20_00, settlesAt: new Date("2026-11-22T23:00:00Z") },
    });
    const later = shown({ settleStatus: 2, settleDueDate: "2026-11-25" }).release;
    expect(later).toMatchObject({ effect: { settlesAt: new Date("2026-11-25T23:00:00Z") } });
    const never = shown({ settleStatus: 2, settleDueDate: null }).release;
    expect(never).toMatchObject({ effect: { settlesAt: new Date("2026-11-22T23:00:00Z") } });
  });

  it("holds a suspended payment until its reservation is over (TP-9)", () => {
    expect(shown({}).suspend).toEqual({
      open: true,
      effect: { minor: 20_00, heldUntil: facts.reservedUntil },
    });
  });

  it("cancels the whole reservation, whatever was to settle of it", () => {
    expect(shown({}).cancel).toEqual({ open: true, effect: { minor: 25_00 } });
  });

  it("offers the amount that settles and lets it rise to what was authorised (TP-6, FP-8)", () => {
    expect(shown({ captureMode: "manual", settleStatus: 2 }).capture).toEqual({
      open: true,
      effect: { minor: 20_00, most: 25_00 },
    });
    expect(shown({}).change_amount).toMatchObject({ effect: { minor: 20_00, most: 25_00 } });
  });

  it("captures by a parcel only what waits for it, and only notes the others (FP-11)", () => {
    const waiting = shown({ captureMode: "manual", settleStatus: 2 }).mark_shipped;
    expect(waiting).toEqual({ open: true, effect: { outcome: "captured", minor: 20_00 } });
    expect(shown({}).mark_shipped).toEqual({ open: true, effect: { outcome: "recorded", minor: 0 } });
    expect(shown({ settleStatus: 3 }).mark_shipped).toEqual({
      open: false,
      reason: "came_to_nothing",
      opensAt: null,
    });
  });

  it.each([
    ["immediate", "visa", "now", null],
    ["scheduled", "visa", "asked", "2026-11-22T23:00:00.000Z"],
    ["scheduled", "amex", "later", "2026-11-22T23:00:00.000Z"],
  ])("refunds of %s payments by %s go %s (TP-21, TP-22)", (captureMode, cardBrand, way, at) => {
    const { refund } = movesOf({ ...paid, captureMode, cardBrand }, now);
    expect(refund).toEqual({
      open: true,
      effect: {
        minor: 20_00,
        basis: null,
        way,
        settlesAt: at === null ? null : new Date(at),
        freeMinor: null,
      },
    });
  });

  it("says what can still be refunded without a second person", () => {
    const free = (given: Partial<MoveFacts>) => {
      const { refund } = movesOf({ ...paid, limitMinor: 15_00, ...given }, now);
      return refund.open ? refund.effect.freeMinor : refund.reason;
    };
    expect(free({})).toBe(15_00);
    expect(free({ refundedMinor: 4_00, reservedMinor: 1_00 })).toBe(10_00);
    expect(free({ refundedMinor: 19_00 })).toBe(0);
    expect(free({ limitMinor: null })).toBeNull();
  });
});

describe("why not, and when (U7)", () => {
  it("names the moment of the settlement that opens refunds", () => {
    expect(shown({ settleDueDate: "2026-11-25" }).refund).toEqual({
      open: false,
      reason: "not_completed",
      opensAt: new Date("2026-11-25T23:00:00Z"),
    });
    expect(shown({ settleStatus: 2 }).refund).toMatchObject({ opensAt: null });
  });

  it("tells a move that was made already from one that is forbidden", () => {
    expect(shown({ settleStatus: 2 }).suspend).toMatchObject({ reason: "suspended_already" });
    expect(shown({ settleStatus: 1 }).release).toMatchObject({ reason: "released_already" });
    expect(shown({ settleStatus: 10 }).suspend).toMatchObject({ reason: "settling_now" });
    expect(shown({ settleStatus: 100, status: "completed" }).cancel).toMatchObject({
      reason: "already_settled",
    });
    expect(shown({ settleStatus: 3, status: "cancelled" }).cancel).toMatchObject({
      reason: "already_cancelled",
    });
  });

  it("TP-9 closes everything once a held payment's reservation is over, before any sweep came by", () => {
    const over = { settleStatus: 2, captureMode: "manual", reservedUntil: now };
    for (const move of ["capture", "release", "cancel", "change_amount"] as const)
      expect(shown(over)[move], move).toMatchObject({ open: false, reason: "reservation_over" });
    expect(shown(over).mark_shipped).toMatchObject({ effect: { outcome: "recorded" } });
    expect(shown({ ...over, reservedUntil: new Date(now.getTime() + 1) }).release.open).toBe(true);
    expect(shown({ ...over, settleStatus: 0 }).suspend.open).toBe(true);
  });

  it("closes refunds after the window and below the minimum (PN-12)", () => {
    const late = { ...paid, completedAt: new Date("2026-05-01T00:00:00Z"), windowMonths: 6 };
    expect(movesOf(late, now).refund).toMatchObject({ reason: "too_late" });
    const small = { ...paid, currency: "PLN", capturedMinor: 99, settleMinor: 99 };
    expect(movesOf(small, now).refund).toMatchObject({ reason: "below_minimum" });
  });

  it("sends refunds into the shop platform, unless there is a ground or an owner (FP-5, FP-6)", () => {
    const platform = { ...paid.platform, refundsInPlatform: true };
    const refund = (given: Partial<MoveFacts>) => movesOf({ ...paid, platform, ...given }, now).refund;
    expect(refund({})).toMatchObject({ reason: "refund_in_platform" });
    expect(refund({ mayOverride: true })).toMatchObject({ effect: { basis: "override" } });
    const failed = { ...platform, platformRefundState: "failed" };
    expect(refund({ platform: failed })).toMatchObject({ effect: { basis: "platform_failed" } });
    expect(decideBasis(failed, { ...overrideWish, reason: "" }).ok).toBe(false);
  });
});

const overrideWish = { isPerson: true, wantsOverride: false, mayOverride: false, reason: null };

it("puts forward what lies nearest, and a refund always", () => {
  const leading = (given: Partial<MoveFacts>) => leadingMoves(movesOf({ ...facts, ...given }, now));
  expect(leading({ captureMode: "manual", settleStatus: 2 })[0]).toBe("capture");
  expect(leading({ settleStatus: 2 })[0]).toBe("release");
  expect(leading({})[0]).toBe("suspend");
  expect(leading({ status: "rejected", settleStatus: 3, retryEnabled: true })[0]).toBe("retry_link");
  for (const payment of everyPayment) expect(leadingMoves(movesOf(payment, now))).toContain("refund");
});
