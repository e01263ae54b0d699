import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  activeCodes,
  decideNewSubscription,
  decideSubscriptionUpdate,
  defaultBeginDate,
  firstComing,
  isFinished,
  shownStatusOf,
  statusOfActiveCode,
  stepAfter,
  subscriptionEvents,
  subscriptionFlow,
  subscriptionStatuses,
  subscriptionUnits,
  type FirstPayment,
  type NewPlan,
  type Plan,
  type SubscriptionStatus,
} from "@/lib/features/subscriptions/model";

const plan: Plan = {
  unit: "MONTH",
  frequency: 1,
  beginDate: "2026-01-31",
  status: "active",
  amountMinor: 10_00,
  number: 1,
  finalNumber: 10,
  nextDueDate: "2026-01-31",
  orderReference: "A-1",
};

describe("the states of a subscription (1.2.2)", () => {
  const allowed: Readonly<Record<string, SubscriptionStatus>> = {
    "pending begin": "active",
    "pending pause": "inactive",
    "pending resume": "active",
    "pending stop": "stopped",
    "active pause": "inactive",
    "active stop": "stopped",
    "inactive resume": "active",
    "inactive stop": "stopped",
  };
  const pairs = subscriptionStatuses.flatMap((from) => subscriptionEvents.map((event) => ({ from, event })));

  it.each(pairs)("$from, $event", ({ from, event }) => {
    const to = allowed[`${from} ${event}`];
    expect(advance(subscriptionFlow, from, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("never leaves stopped and never comes back to pending", () => {
    expect(subscriptionFlow.stopped).toEqual({});
    expect(Object.values(subscriptionFlow).flatMap((ways) => Object.values(ways))).not.toContain("pending");
  });

  it("has Trust's codes, both ways", () => {
    expect(activeCodes).toEqual({ inactive: 0, active: 1, pending: 2, stopped: 3 });
    for (const status of subscriptionStatuses) expect(statusOfActiveCode(activeCodes[status])).toBe(status);
    expect(statusOfActiveCode(4)).toBeNull();
  });
});

const anyDay = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => Temporal.PlainDate.from("2000-01-01").add({ days }).toString());
const anyRhythm = fc.record({
  unit: fc.constantFrom(...subscriptionUnits),
  frequency: fc.integer({ min: 1, max: 400 }),
  beginDate: anyDay,
});

/** Straight from the begin date, without walking: what the engine's steps must arrive at. */
function dueDay(
  { unit, frequency, beginDate }: Pick<Plan, "unit" | "frequency" | "beginDate">,
  steps: number,
) {
  const begin = Temporal.PlainDate.from(beginDate);
  const span = unit === "DAY" ? { days: steps * frequency } : { months: steps * frequency };
  return begin.add(span, { overflow: "constrain" }).toString();
}

describe("due days", () => {
  it("keep the day of the begin date, clipped in shorter months and leap years (TP-19)", () => {
    const monthly = { unit: "MONTH", frequency: 1, beginDate: "2027-10-31" } as const;
    const days = firstComing({ ...plan, ...monthly, nextDueDate: "2027-10-31" }, 6).map(({ day }) => day);
    expect(days).toEqual([
      "2027-10-31",
      "2027-11-30",
      "2027-12-31",
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
    ]);
    expect(stepAfter("2026-01-30", { ...monthly, beginDate: "2026-01-30" })).toBe("2026-02-28");
    expect(stepAfter("2100-01-29", { ...monthly, beginDate: "2100-01-29" })).toBe("2100-02-28");
    expect(stepAfter("2028-02-29", { unit: "MONTH", frequency: 12, beginDate: "2028-02-29" })).toBe(
      "2029-02-28",
    );
    expect(stepAfter("2026-12-28", { unit: "DAY", frequency: 7, beginDate: "2026-12-28" })).toBe(
      "2027-01-04",
    );
  });

  it("are those of the calendar, however far one walks: none skipped, none twice", () => {
    fc.assert(
      fc.property(anyRhythm, fc.integer({ min: 1, max: 60 }), (rhythm, count) => {
        const course = { ...rhythm, number: 3, finalNumber: null, nextDueDate: rhythm.beginDate };
        const dues = firstComing(course, count);
        expect(dues.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, i) => i + 4));
        expect(dues.map(({ day }) => day)).toEqual(dues.map((_, steps) => dueDay(rhythm, steps)));
        expect(new Set(dues.map(({ day }) => day)).size).toBe(count);
      }),
    );
  });

  it("come out the same, however often the engine is interrupted", () => {
    fc.assert(
      fc.property(anyRhythm, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), (rhythm, parts) => {
        let course = {
          ...rhythm,
          number: 1,
          finalNumber: null,
          nextDueDate: rhythm.beginDate as string | null,
        };
        const walked = parts.flatMap((count) => {
          const dues = firstComing(course, count);
          const last = dues.at(-1);
          if (last) course = { ...course, number: last.number, nextDueDate: stepAfter(last.day, course) };
          return dues;
        });
        expect(walked).toEqual(
          firstComing({ ...course, number: 1, nextDueDate: rhythm.beginDate }, walked.length),
        );
      }),
    );
  });

  it("end with the final number, and go on from there when it is raised (TP-17)", () => {
    const last = { ...plan, number: 9, nextDueDate: "2026-09-30" };
    expect(firstComing(last, 5)).toEqual([{ number: 10, day: "2026-09-30" }]);
    const finished = { ...plan, number: 10, nextDueDate: "2026-10-31" };
    expect(isFinished(finished)).toBe(true);
    expect(shownStatusOf(finished)).toBe("finished");
    expect(shownStatusOf({ ...finished, finalNumber: 11 })).toBe("active");
    expect(shownStatusOf({ ...finished, finalNumber: null })).toBe("active");
    expect(shownStatusOf({ ...finished, status: "inactive" })).toBe("inactive");
    expect(firstComing(finished, 5)).toEqual([]);
    expect(firstComing({ ...finished, finalNumber: 13 }, 5, "2026-12-30")).toEqual([
      { number: 11, day: "2026-10-31" },
      { number: 12, day: "2026-11-30" },
    ]);
  });

  it("begin on the first step after the first authorisation that is not over", () => {
    const monthly = { unit: "MONTH", frequency: 1 } as const;
    expect(defaultBeginDate("2026-01-31", monthly, "2026-01-31")).toBe("2026-02-28");
    expect(defaultBeginDate("2026-01-31", monthly, "2026-05-02")).toBe("2026-05-31");
    expect(defaultBeginDate("2026-01-31", { unit: "DAY", frequency: 7 }, "2026-02-07")).toBe("2026-02-07");
  });
});

describe("an update", () => {
  it("changes everything that was asked for, and says what was before (TP-24)", () => {
    expect(decideSubscriptionUpdate(plan, { amountMinor: 5_00, unit: "DAY", frequency: 7 })).toEqual({
      ok: true,
      value: {
        event: "update",
        status: "active",
        changes: { amountMinor: [10_00, 5_00], unit: ["MONTH", "DAY"], frequency: [1, 7] },
      },
    });
    expect(decideSubscriptionUpdate(plan, { finalNumber: null, status: "inactive" })).toEqual({
      ok: true,
      value: { event: "pause", status: "inactive", changes: { finalNumber: [10, null] } },
    });
  });

  it.each([
    [{ amountMinor: 0 }, "amount_out_of_range"],
    [{ amountMinor: 10_000_000_000_000 }, "amount_out_of_range"],
    [{ frequency: 0 }, "frequency_out_of_range"],
    [{ frequency: 1_000 }, "frequency_out_of_range"],
    [{ frequency: 1.5 }, "frequency_out_of_range"],
    [{ finalNumber: 0 }, "final_number_out_of_range"],
    [{ finalNumber: 1 }, "final_number_out_of_range"],
    [{ finalNumber: 10_000 }, "final_number_out_of_range"],
    [{ amountMinor: 5_00, frequency: 0 }, "frequency_out_of_range"],
    [{}, "nothing_changed"],
    [{ amountMinor: 10_00, status: "active" }, "nothing_changed"],
  ] as const)("refuses %j as a whole: %s (TP-5, 30015)", (wanted, error) => {
    expect(decideSubscriptionUpdate(plan, wanted)).toEqual({ ok: false, error });
  });

  it("lets the plan end with the payment that is the current one, but not before it", () => {
    const at = { ...plan, number: 5 };
    expect(decideSubscriptionUpdate(at, { finalNumber: 5 }).ok).toBe(true);
    expect(decideSubscriptionUpdate(at, { finalNumber: 4 })).toEqual({
      ok: false,
      error: "final_number_out_of_range",
    });
  });

  it("finds a stopped plan closed, whatever is asked for", () => {
    for (const wanted of [{ amountMinor: 5_00 }, { status: "active" }, { status: "stopped" }, {}] as const) {
      expect(decideSubscriptionUpdate({ ...plan, status: "stopped" }, wanted)).toEqual({
        ok: false,
        error: "subscription_stopped",
      });
    }
  });
});

describe("a new subscription", () => {
  const first: FirstPayment = {
    status: "authorised",
    settleStatus: 0,
    method: "card",
    cardBrand: "visa",
    currency: "EUR",
  };
  const wish: NewPlan = {
    amountMinor: 10_00,
    currency: "EUR",
    frequency: 1,
    number: 1,
    finalNumber: 10,
    beginDate: null,
  };
  const today = "2026-05-01";

  it.each([
    [{}, {}, null],
    [{ settleStatus: 1 }, {}, null],
    [{ settleStatus: 10 }, {}, null],
    [{ status: "completed", settleStatus: 100 }, {}, null],
    [{ settleStatus: 2 }, {}, "parent_declined"],
    [{ status: "cancelled", settleStatus: 3 }, {}, "parent_declined"],
    [{ status: "rejected", settleStatus: 3 }, {}, "parent_declined"],
    [{ status: "started", settleStatus: null }, {}, "parent_declined"],
    [{ status: "pending", settleStatus: 10 }, {}, "parent_declined"],
    [{ settleStatus: null }, {}, "parent_declined"],
    [{ cardBrand: "amex" }, {}, null],
    [{ cardBrand: "mastercard" }, {}, null],
    [{ cardBrand: "maestro" }, {}, "card_not_allowed"],
    [{ method: "ideal", cardBrand: null, status: "completed", settleStatus: 100 }, {}, "card_not_allowed"],
    [{}, { currency: "USD" }, "wrong_currency"],
    [{}, { amountMinor: 0 }, "amount_out_of_range"],
    [{}, { frequency: 0 }, "frequency_out_of_range"],
    [{}, { number: 0 }, "number_out_of_range"],
    [{}, { finalNumber: 1 }, "final_number_out_of_range"],
    [{}, { finalNumber: null }, null],
    [{}, { beginDate: "2026-04-30" }, "begin_date_passed"],
    [{}, { beginDate: "2026-05-01" }, null],
  ] as const)("after %j with %j: %s", (parent, change, error) => {
    const decided = decideNewSubscription({ ...first, ...parent }, { ...wish, ...change }, today);
    expect(decided).toEqual(error === null ? { ok: true, value: "allowed" } : { ok: false, error });
  });
});
