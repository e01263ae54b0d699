import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  changeableSettle,
  decideApproval,
  decideBasis,
  decideCancel,
  decideRefund,
  decideRefundLimits,
  isOnlineRefund,
  leftToRefund,
  naturalBasis,
  needsApproval,
  nextTryAt,
  refundableUntil,
  refundEvents,
  refundFlow,
  refundStatuses,
  settleAfter,
  type BasisWish,
  type PlatformFacts,
  type Refundable,
  type RefundEvent,
  type RefundStatus,
} from "@/lib/features/refunds/model";

const answers = {
  succeed: "done",
  accept: "accepted",
  fail: "failed",
  lack_balance: "awaiting_balance",
} as const;
const table: Record<RefundStatus, Partial<Record<RefundEvent, RefundStatus>>> = {
  awaiting_approval: { approve: "requested", reject: "rejected", cancel: "cancelled" },
  requested: { send: "sent", accept: "accepted", cancel: "cancelled" },
  awaiting_balance: { send: "sent", cancel: "cancelled" },
  accepted: { send: "sent", cancel: "cancelled" },
  sent: { ...answers, lose_answer: "unknown" },
  unknown: { ...answers, not_booked: "requested" },
  done: {},
  failed: {},
  cancelled: {},
  rejected: {},
};

describe("the flow of a refund", () => {
  const pairs = refundStatuses.flatMap((status) => refundEvents.map((event) => [status, event] as const));

  it.each(pairs)("%s, %s: allowed or refused as the table says", (status, event) => {
    const to = table[status][event];
    expect(advance(refundFlow, status, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("reaches every status from a wish, with or without a second person", () => {
    const reached = new Set<RefundStatus>(["awaiting_approval"]);
    for (const status of reached) for (const to of Object.values(refundFlow[status])) reached.add(to);
    expect([...reached].sort()).toEqual([...refundStatuses].sort());
  });

  it("ends only where the money's place is known", () => {
    const final = refundStatuses.filter((status) => Object.keys(refundFlow[status]).length === 0);
    expect(final).toEqual(["done", "failed", "cancelled", "rejected"]);
  });

  it("U6 is never sent again from unknown before the gateway surely has no such refund", () => {
    expect(advance(refundFlow, "unknown", "send").ok).toBe(false);
    expect(advance(refundFlow, "sent", "send").ok).toBe(false);
    expect(advance(refundFlow, "unknown", "cancel").ok).toBe(false);
  });

  it("pays nothing that waits for a second person", () => {
    expect(advance(refundFlow, "awaiting_approval", "send").ok).toBe(false);
    expect(advance(refundFlow, "awaiting_approval", "accept").ok).toBe(false);
  });

  it.each(refundStatuses)("cancels %s exactly when the flow does", (status) => {
    expect(decideCancel(status).ok).toBe(advance(refundFlow, status, "cancel").ok);
  });

  it("says why what is under way cannot be cancelled", () => {
    expect(decideCancel("unknown")).toEqual({ ok: false, error: "under_way" });
    expect(decideCancel("done")).toEqual({ ok: false, error: "ended_before" });
  });
});

describe("the settle status of a refund (TP-21)", () => {
  it.each([
    ["succeed", 10, 100],
    ["fail", 10, 3],
    ["cancel", 2, 3],
    ["reject", 0, 3],
    ["lack_balance", 10, 1],
    ["lack_balance", null, null],
    ["accept", 2, 2],
    ["lose_answer", 10, 10],
    ["succeed", null, 100],
  ] as const)("%s at %s leaves %s", (event, before, after) => {
    expect(settleAfter(event, before)).toBe(after);
  });

  it("is changeable until it is handed over", () => {
    expect(changeableSettle("accepted", 2)).toBe(2);
    expect(changeableSettle("sent", 0)).toBeNull();
    expect(changeableSettle("sent", 10)).toBe(10);
    expect(changeableSettle("requested", null)).toBeNull();
  });
});

const euros = (minor: number) => ({ minor, currency: "EUR" });
const payment: Refundable = {
  status: "completed",
  currency: "EUR",
  capturedMinor: 100_00,
  refundedMinor: 30_00,
  reservedMinor: 20_00,
};

describe("whether a refund is allowed", () => {
  it("counts wished-for and unknown refunds as already spent", () => {
    expect(leftToRefund(payment)).toBe(50_00);
    expect(decideRefund(payment, euros(50_00), 50_00).ok).toBe(true);
    expect(decideRefund(payment, euros(50_01), 50_00)).toEqual({ ok: false, error: "more_than_left" });
  });

  it.each([
    ["a page that shows an old balance", payment, euros(1_00), 70_00, "balance_changed"],
    ["another currency", payment, { minor: 1_00, currency: "USD" }, 50_00, "wrong_currency"],
    [
      "a payment that is not completed",
      { ...payment, status: "authorised" },
      euros(1_00),
      null,
      "not_completed",
    ],
    ["a payment with nothing left", { ...payment, reservedMinor: 70_00 }, euros(1_00), null, "nothing_left"],
  ] as const)("refuses %s", (_what, record, wanted, seenLeft, error) => {
    expect(decideRefund(record, wanted, seenLeft)).toEqual({ ok: false, error });
  });

  it("PN-12 never allows more than was captured, in any order of refunds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_00 })), (wishes) => {
        const record = { ...payment, refundedMinor: 0, reservedMinor: 0 };
        for (const minor of wishes) {
          if (decideRefund(record, euros(minor), null).ok) record.reservedMinor += minor;
        }
        expect(record.reservedMinor).toBeLessThanOrEqual(record.capturedMinor);
      }),
    );
  });
});

describe("PN-12: window and smallest refund", () => {
  const completedAt = new Date("2026-08-31T10:00:00Z");
  const limits = { method: "card", currency: "PLN", completedAt, windowMonths: 6 };

  it("counts whole months and clips to the last day of a shorter one", () => {
    expect(refundableUntil(completedAt, 6).toISOString()).toBe("2027-02-28T10:00:00.000Z");
    expect(refundableUntil(new Date("2026-03-15T00:00:00Z"), 12).toISOString()).toBe(
      "2027-03-15T00:00:00.000Z",
    );
  });

  it("takes the last instant of the window and nothing after it", () => {
    const last = new Date("2027-02-28T10:00:00Z");
    expect(decideRefundLimits(limits, 5_00, last).ok).toBe(true);
    expect(decideRefundLimits(limits, 5_00, new Date(last.getTime() + 1))).toEqual({
      ok: false,
      error: "too_late",
    });
    expect(decideRefundLimits({ ...limits, windowMonths: null }, 5_00, new Date("2036-01-01")).ok).toBe(true);
  });

  it.each([
    ["card", "PLN", 99, false],
    ["card", "PLN", 1_00, true],
    ["blik", "PLN", 1, true],
    ["card", "EUR", 1, true],
  ] as const)("%s in %s: %i minor is allowed: %s", (method, currency, minor, allowed) => {
    expect(decideRefundLimits({ ...limits, method, currency }, minor, completedAt).ok).toBe(allowed);
  });
});

describe("FP-5 and FP-6: refunds that belong into the shop platform", () => {
  const facts: PlatformFacts = {
    refundsInPlatform: true,
    source: "webshop",
    platformOrderId: "1001",
    platformRefundState: "none",
  };
  const wish: BasisWish = { isPerson: true, wantsOverride: false, mayOverride: true, reason: "broken" };

  it("knows two grounds of its own", () => {
    expect(naturalBasis({ ...facts, platformRefundState: "failed" })).toBe("platform_failed");
    expect(naturalBasis({ ...facts, source: "payment_link", platformOrderId: null })).toBe("payment_link");
    expect(naturalBasis({ ...facts, source: "payment_link" })).toBeNull();
    expect(naturalBasis(facts)).toBeNull();
  });

  it.each([
    ["without a ground", {}, {}, "refund_in_platform"],
    [
      "with an override of a person who may not",
      {},
      { wantsOverride: true, mayOverride: false },
      "override_not_yours",
    ],
    ["with an override without a reason", {}, { wantsOverride: true, reason: "  " }, "reason_missing"],
    [
      "with a ground but no reason (FP-7)",
      { platformRefundState: "failed" },
      { reason: null },
      "reason_missing",
    ],
  ] as const)("refuses a person %s", (_what, changedFacts, changedWish, error) => {
    expect(decideBasis({ ...facts, ...changedFacts }, { ...wish, ...changedWish })).toEqual({
      ok: false,
      error,
    });
  });

  it.each([
    ["an owner's override", {}, { wantsOverride: true }, "override"],
    [
      "the platform's failure, even where an override was ticked",
      { platformRefundState: "failed" },
      { wantsOverride: true },
      "platform_failed",
    ],
    ["the platform itself", {}, { isPerson: false, reason: null }, null],
    ["a website without a platform", { refundsInPlatform: false }, { reason: null }, null],
  ] as const)("allows %s", (_what, changedFacts, changedWish, basis) => {
    expect(decideBasis({ ...facts, ...changedFacts }, { ...wish, ...changedWish })).toEqual({
      ok: true,
      value: basis,
    });
  });
});

describe("two people", () => {
  const waiting = { status: "awaiting_approval", askedBy: "user:1" };
  const yes = { by: "user:2", approves: true, reason: null };

  it("counts what was refunded before, so that a sum cannot be split past the limit", () => {
    expect(needsApproval(100_00, { before: 0, wanted: 100_00 })).toBe(false);
    expect(needsApproval(100_00, { before: 0, wanted: 100_01 })).toBe(true);
    expect(needsApproval(100_00, { before: 60_00, wanted: 50_00 })).toBe(true);
    expect(needsApproval(0, { before: 0, wanted: 1 })).toBe(true);
    expect(needsApproval(null, { before: 0, wanted: 999_999_99 })).toBe(false);
  });

  it("refuses the asker, whatever the answer, and a no without a reason", () => {
    expect(decideApproval(waiting, yes)).toEqual({ ok: true, value: "approve" });
    expect(decideApproval(waiting, { ...yes, by: "user:1" })).toEqual({ ok: false, error: "own_refund" });
    expect(decideApproval(waiting, { by: "user:1", approves: false, reason: "no" })).toEqual({
      ok: false,
      error: "own_refund",
    });
    expect(decideApproval(waiting, { ...yes, approves: false, reason: " " })).toEqual({
      ok: false,
      error: "reason_missing",
    });
    expect(decideApproval({ ...waiting, status: "sent" }, yes)).toEqual({ ok: false, error: "not_waiting" });
  });
});

it("TP-22: Visa and Mastercard are asked, others are not", () => {
  expect(isOnlineRefund("card", "visa")).toBe(true);
  expect(isOnlineRefund("card", "mastercard")).toBe(true);
  expect(isOnlineRefund("card", "amex")).toBe(false);
  expect(isOnlineRefund("ideal", null)).toBe(false);
});

it("PN-13: tries the balance every minute, later every five", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  expect(nextTryAt(now, 0).getTime() - now.getTime()).toBeLessThan(60_000);
  expect(nextTryAt(now, 30).getTime() - now.getTime()).toBeLessThan(300_000);
  expect(nextTryAt(now, 30).getTime() - now.getTime()).toBeGreaterThan(240_000);
});
