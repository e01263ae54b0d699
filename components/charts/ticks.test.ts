import fc from "fast-check";
import { expect, it } from "vitest";
import { everyFew, ticksUpTo } from "@/components/charts/ticks";

it("lines begin at zero, rise evenly and reach over the highest bar", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e11, noNaN: true }), (most) => {
      const ticks = ticksUpTo(most);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(ticks.length).toBeGreaterThan(2);
      expect(ticks.length).toBeLessThan(12);
    }),
  );
  expect(ticksUpTo(0).at(-1)).toBe(1);
});

it("the last day always has its label, and no more days than fit have one", () => {
  for (const count of [7, 30, 90]) {
    const labels = everyFew(
      Array.from({ length: count }, (_, place) => `d${place.toString()}`),
      7,
    );
    expect(labels).toHaveLength(count);
    expect(labels.at(-1)).toBe(`d${(count - 1).toString()}`);
    expect(labels.filter((label) => label !== "").length).toBeLessThanOrEqual(7);
  }
});
