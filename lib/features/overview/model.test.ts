import { describe, expect, it } from "vitest";
import {
  currenciesByUse,
  dayRangeOf,
  lastDays,
  rateOf,
  successOf,
  volumeOf,
  type OverviewLine,
} from "@/lib/features/overview/model";

const days = ["2026-03-28", "2026-03-29", "2026-03-30"];
const line = (facts: Partial<OverviewLine>): OverviewLine => ({
  place: 0,
  method: "card",
  currency: "EUR",
  status: "completed",
  count: 1,
  minor: 10_00,
  ...facts,
});
const euros = (minor: number) => ({ minor, currency: "EUR" });

describe("the days of a chart", () => {
  it("are the merchant's local days, today last", () => {
    const late = new Date("2026-03-29T22:30:00Z");
    expect(lastDays(7, late, "Europe/Amsterdam").slice(-2)).toEqual(["2026-03-29", "2026-03-30"]);
    expect(lastDays(7, late, "America/New_York").at(-1)).toBe("2026-03-29");
    expect(lastDays(90, late, "Europe/Amsterdam")).toHaveLength(90);
  });

  it("are 30 unless the address names another range", () => {
    expect([dayRangeOf("7"), dayRangeOf("90"), dayRangeOf("8"), dayRangeOf(undefined)]).toEqual([
      7, 90, 30, 30,
    ]);
  });
});

describe("volume", () => {
  const lines = [
    line({ count: 2, minor: 20_00 }),
    line({ method: "ideal", minor: 5_00 }),
    line({ place: 2, minor: 1_00 }),
    line({ currency: "PLN", minor: 99_00, count: 9 }),
    line({ status: "authorised", minor: 77_00 }),
    line({ status: "rejected", minor: 66_00 }),
  ];

  it("is the completed money of one currency, by day and method", () => {
    const volume = volumeOf(lines, days, "EUR");
    expect(volume.whole).toEqual({ amount: euros(26_00), count: 4 });
    expect(volume.methods).toEqual(["card", "ideal"]);
    expect(volume.byMethod.card).toEqual({ amount: euros(21_00), count: 3 });
    expect(volume.days.map(({ whole }) => whole.amount.minor)).toEqual([25_00, 0, 1_00]);
    expect(volume.days[0]?.parts.ideal).toEqual({ amount: euros(5_00), count: 1 });
  });

  it("never adds across currencies", () => {
    expect(volumeOf(lines, days, "PLN").whole).toEqual({
      amount: { minor: 99_00, currency: "PLN" },
      count: 9,
    });
    expect(volumeOf(lines, days, "SEK").whole.count).toBe(0);
  });

  it("offers the currency with the most completed payments first", () => {
    expect(currenciesByUse(lines)).toEqual(["PLN", "EUR"]);
    expect(currenciesByUse([line({ status: "failed" })])).toEqual([]);
  });
});

describe("success", () => {
  it("holds completed and authorised against rejected and failed, in every currency", () => {
    const lines = [
      line({ count: 6 }),
      line({ status: "authorised", currency: "PLN", count: 2 }),
      line({ status: "rejected", count: 1 }),
      line({ status: "failed", place: 1, count: 1 }),
      line({ method: "blik", status: "failed", place: 1 }),
    ];
    const success = successOf(lines, days);
    expect(success.whole).toEqual({ succeeded: 8, failed: 3 });
    expect(success.methods.map(({ method }) => method)).toEqual(["card", "blik"]);
    expect(success.methods[0]).toMatchObject({
      whole: { succeeded: 8, failed: 2 },
      days: [
        { succeeded: 8, failed: 1 },
        { succeeded: 0, failed: 1 },
        { succeeded: 0, failed: 0 },
      ],
    });
  });

  it("has no rate where nothing was decided", () => {
    expect(rateOf({ succeeded: 0, failed: 0 })).toBeNull();
    expect(rateOf({ succeeded: 3, failed: 1 })).toBe(0.75);
  });
});
