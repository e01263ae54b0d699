import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buckarooWaits, nextAttemptAt, nextInquiryAt, paynowWaits } from "@/lib/kernel/schedule";

const first = new Date("2026-03-29T00:30:00Z");
const secondsAfter = (instant: Date | null) =>
  instant === null ? null : (instant.getTime() - first.getTime()) / 1000;

/** domain.md 5.4, A-23: the retries of PN-4 in seconds after the planned first attempt. */
const offsets = [60, 120, 180, 300, 600, 1500, 3300, 6900, 14_100, 28_500, 57_300, 114_900, 201_300, 374_100];

describe("PN-4 the schedule of pushes", () => {
  it("waits 1, 1, 1, 2, 5, 15, 30 min, 1, 2, 4, 8, 16, 24, 48 h", () => {
    const minutes = [1, 1, 1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1440, 2880];
    expect(paynowWaits).toEqual(minutes.map((wait) => wait * 60));
  });

  it.each(offsets.map((offset, index) => [index + 1, offset] as const))(
    "retry %i is due %i s after the first attempt",
    (retry, offset) => {
      expect(secondsAfter(nextAttemptAt(first, retry, paynowWaits))).toBe(offset);
    },
  );

  it("ends after retry 14: fifteen attempts and not one more", () => {
    expect(nextAttemptAt(first, 15, paynowWaits)).toBeNull();
    expect(nextAttemptAt(first, 400, paynowWaits)).toBeNull();
  });

  it("PN-5 is anchored at the planned time, whatever hour of the year that is", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.nat({ max: 13 }), (planned, index) => {
        fc.pre(Math.abs(planned.getTime()) < 8e15);
        const due = nextAttemptAt(planned, index + 1, paynowWaits);
        expect((due?.getTime() ?? 0) - planned.getTime()).toBe((offsets[index] ?? 0) * 1000);
      }),
    );
  });
});

describe("BK-13 the schedule of Buckaroo's pushes", () => {
  it("ends three days after the first attempt, with eleven retries and not one more", () => {
    const due = Array.from({ length: 12 }, (_, index) =>
      secondsAfter(nextAttemptAt(first, index + 1, buckarooWaits)),
    );
    const eleven = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 259_200];
    expect(due).toEqual([...eleven, null]);
  });
});

describe("U6 an unknown outcome is asked about for ever", () => {
  it("soon at first, then once an hour", () => {
    const waits = Array.from({ length: 11 }, (_, asked) => secondsAfter(nextInquiryAt(first, asked)));
    expect(waits).toEqual([2, 5, 10, 30, 60, 300, 900, 3600, 3600, 3600, 3600]);
    expect(secondsAfter(nextInquiryAt(first, 100_000))).toBe(3600);
  });
});
