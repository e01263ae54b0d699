import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buckarooWaits, paynowWaits } from "@/lib/kernel/schedule";
import { momentsOf, readWaits, writeWaits } from "@/lib/kernel/waits";

describe("a list of waits", () => {
  it.each([
    ["1m, 5m, 1h", [60, 300, 3600]],
    ["90s;1h30m; 2d", [90, 5400, 172_800]],
    ["10 min,1 H,", [600, 3600]],
    ["7d", [604_800]],
  ])("is read as it is typed: %s", (text, waits) => {
    expect(readWaits(text)).toEqual({ ok: true, value: waits });
  });

  it.each([
    ["", "no_waits"],
    [" , ", "not_a_wait"],
    ["1m,,5m", "not_a_wait"],
    ["5", "not_a_wait"],
    ["-1m", "not_a_wait"],
    ["1.5h", "not_a_wait"],
    ["5m1h", "not_a_wait"],
    ["soon", "not_a_wait"],
    ["9s", "wait_out_of_range"],
    ["0m", "wait_out_of_range"],
    ["7d1s", "wait_out_of_range"],
    [Array(31).fill("1m").join(), "too_many_waits"],
  ])("is refused: %s", (text, error) => {
    expect(readWaits(text)).toEqual({ ok: false, error });
  });

  it("comes back as it was written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 10, max: 604_800 }), { minLength: 1, maxLength: 30 }),
        (waits) => {
          expect(readWaits(writeWaits(waits))).toEqual({ ok: true, value: waits });
        },
      ),
    );
  });
});

describe("the moments of a schedule (domain.md 7.4)", () => {
  it("are Paynow's fourteen", () => {
    expect(momentsOf(paynowWaits)).toEqual([
      60, 120, 180, 300, 600, 1500, 3300, 6900, 14_100, 28_500, 57_300, 114_900, 201_300, 374_100,
    ]);
  });

  it("are Buckaroo's eleven", () => {
    expect(momentsOf(buckarooWaits)).toEqual([
      60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 259_200,
    ]);
  });
});
