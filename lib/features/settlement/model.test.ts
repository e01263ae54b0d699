import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decideCapture,
  decideSettlement,
  isBeyondReservation,
  nextSettle,
  reservedUntil,
  settleEvents,
  settleFlow,
  settleNoteOf,
  settlementAt,
  settleStatuses,
  type SettleEvent,
  type SettleStatus,
} from "@/lib/features/settlement/model";

/** Domain.md 1.2.1, written out once more: what is not here is not allowed. */
const table: Readonly<Record<SettleStatus, Partial<Record<SettleEvent, SettleStatus>>>> = {
  0: { release: 1, suspend: 2, cancel: 3, hand_over: 10, capture: 10 },
  1: { schedule: 0, suspend: 2, cancel: 3, hand_over: 10, capture: 10 },
  2: { schedule: 0, release: 1, cancel: 3, run_out: 3, capture: 10 },
  3: {},
  10: { confirm: 100, refuse: 3, reschedule: 1 },
  100: {},
};
const pairs = settleStatuses.flatMap((from) => settleEvents.map((event) => [from, event] as const));

it.each([
  [2, "scheduled", "suspended"],
  [2, "immediate", "suspended"],
  [2, "manual", "held"],
  [10, "manual", "settling"],
  [0, "scheduled", null],
  [1, "scheduled", null],
  [3, "manual", null],
  [100, "scheduled", null],
  [null, "scheduled", null],
])("says of settle status %s of a payment captured %s: %s", (settleStatus, captureMode, note) => {
  expect(settleNoteOf({ settleStatus, captureMode })).toBe(note);
});

describe("settle statuses", () => {
  it.each(pairs)("%i and %s", (from, event) => {
    const to = table[from][event];
    expect(nextSettle(from, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("reaches every status from 0, 1 or 2, and ends in 3 and 100", () => {
    const reached = new Set(Object.values(settleFlow).flatMap((events) => Object.values(events)));
    expect([...reached].sort()).toEqual(settleStatuses.map(String).sort());
    const final = settleStatuses.filter((status) => Object.keys(settleFlow[`${status}`]).length === 0);
    expect(final).toEqual([3, 100]);
  });
});

const payment = {
  settleStatus: 0 as SettleStatus | null,
  isOver: false,
  amountMinor: 1000,
  settleMinor: 1000,
  settleDueDate: "2031-05-06",
  orderReference: "A-1",
};
const refused = (error: string) => ({ ok: false, error });

describe("a wished change", () => {
  it.each([
    [null, "not_authorised"],
    [3, "already_cancelled"],
    [10, "settling_now"],
    [100, "already_settled"],
  ] as const)("TP-2 is refused at %s: %s", (settleStatus, error) => {
    for (const wanted of [{ settleStatus: 2 }, { settleMinor: 1 }, { orderReference: "x" }] as const)
      expect(decideSettlement({ ...payment, settleStatus }, wanted)).toEqual(refused(error));
  });

  it.each([
    [0, "amount_not_positive"],
    [-1, "amount_not_positive"],
    [1.5, "amount_not_positive"],
    [Number.NaN, "amount_not_positive"],
    [1001, "amount_above_authorised"],
    [1000, "nothing_changed"],
  ])("TP-6 amount %d: %s", (settleMinor, error) => {
    expect(decideSettlement(payment, { settleMinor })).toEqual(refused(error));
  });

  it("TP-6 a lowered amount may be raised again up to what was authorised", () => {
    expect(decideSettlement({ ...payment, settleMinor: 400 }, { settleMinor: 1000 })).toEqual({
      ok: true,
      value: { event: "update", settleStatus: 0, changes: { settleMinor: [400, 1000] } },
    });
  });

  it("TP-9 is refused once the reservation is over", () => {
    expect(decideSettlement({ ...payment, settleStatus: 2, isOver: true }, { settleStatus: 0 })).toEqual(
      refused("reservation_over"),
    );
  });

  it("TP-5 is refused as a whole when one part of it is", () => {
    expect(decideSettlement(payment, { settleStatus: 2, settleMinor: 5000, orderReference: "B" })).toEqual(
      refused("amount_above_authorised"),
    );
  });

  it("TP-E4 takes other fields together with a cancellation", () => {
    expect(decideSettlement(payment, { settleStatus: 3, orderReference: "B" })).toEqual({
      ok: true,
      value: { event: "cancel", settleStatus: 3, changes: { orderReference: ["A-1", "B"] } },
    });
  });

  it("TP-E6 says when nothing differs", () => {
    expect(
      decideSettlement(payment, { settleStatus: 0, settleDueDate: "2031-05-06", orderReference: "A-1" }),
    ).toEqual(refused("nothing_changed"));
  });
});

describe("a capture by hand", () => {
  const held = {
    settleStatus: 2,
    isOver: false,
    captureMode: "manual",
    settleMinor: 1000,
    amountMinor: 1000,
  };

  it("FP-8 takes the whole or a part", () => {
    expect(decideCapture(held, null)).toEqual({ ok: true, value: 1000 });
    expect(decideCapture(held, 1)).toEqual({ ok: true, value: 1 });
  });

  it.each([
    [{ ...held, settleStatus: 100 }, null, "already_settled"],
    [{ ...held, settleStatus: 3 }, null, "already_cancelled"],
    [{ ...held, settleStatus: 10 }, null, "settling_now"],
    [{ ...held, settleStatus: null }, null, "not_authorised"],
    [{ ...held, captureMode: "scheduled" }, null, "suspended"],
    [{ ...held, captureMode: "scheduled", settleStatus: 0 }, null, "settles_by_itself"],
    [{ ...held, isOver: true }, null, "reservation_over"],
    [held, 0, "amount_not_positive"],
    [held, 1001, "amount_above_authorised"],
  ])("FP-10 %o of %s: %s", (capturable, minor, error) => {
    expect(decideCapture(capturable, minor)).toEqual(refused(error));
  });
});

describe("when a due day settles (TP-7)", () => {
  it.each([
    ["2031-05-06", "2031-05-06T10:00:00Z", "2031-05-06T23:00:00Z"],
    ["2031-05-06", "2031-05-06T23:00:00Z", "2031-05-07T23:00:00Z"],
    ["2031-01-01", "2031-05-06T10:00:00Z", "2031-05-06T23:00:00Z"],
    ["2031-05-09", "2031-05-06T23:30:00Z", "2031-05-09T23:00:00Z"],
  ])("due %s, asked at %s", (due, now, expected) => {
    expect(settlementAt(due, new Date(now)).toISOString()).toBe(new Date(expected).toISOString());
  });

  it("is never before now, and never before the due day", () => {
    const instants = fc.date({
      min: new Date("2020-01-01T00:00:00Z"),
      max: new Date("2040-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, instants, (due, now) => {
        const day = due.toISOString().slice(0, 10);
        const settles = settlementAt(day, now);
        expect(settles.getTime()).toBeGreaterThan(now.getTime());
        expect(settles.toISOString().slice(0, 10) >= day).toBe(true);
      }),
    );
  });

  it("TP-14 warns past the reservation of 7 or 31 days", () => {
    const authorisedAt = new Date("2031-05-06T10:00:00Z");
    const settles = settlementAt("2031-05-14", authorisedAt);
    expect(isBeyondReservation(settles, reservedUntil(authorisedAt, false))).toBe(true);
    expect(isBeyondReservation(settles, reservedUntil(authorisedAt, true))).toBe(false);
    expect(isBeyondReservation(settles, null)).toBe(false);
  });
});
