import fc from "fast-check";
import { expect, it } from "vitest";
import { dayLabels, overhang, ticksUpTo } from "@/components/charts/ticks";

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

const days = fc.record({
  texts: fc.array(fc.string({ minLength: 4, maxLength: 12 }), { minLength: 1, maxLength: 120 }),
  axis: fc.integer({ min: 0, max: 300 }),
});

it("the last day always has its label, and no label reaches the next one on any axis", () => {
  fc.assert(
    fc.property(days, ({ texts, axis }) => {
      const shown = dayLabels(texts).filter(({ room }) => room <= axis);
      expect(shown.at(-1)).toMatchObject({ place: texts.length - 1, text: texts.at(-1) });
      expect(shown.length).toBeLessThanOrEqual(7);
      const centres = shown.map(({ place, text }) =>
        Math.min(((place + 0.5) / texts.length) * axis, axis + overhang - text.length / 2),
      );
      for (const [index, { text }] of shown.slice(1).entries()) {
        const apart = (centres[index + 1] ?? 0) - (centres[index] ?? 0);
        expect(apart).toBeGreaterThan((text.length + (shown[index]?.text ?? "").length) / 2);
      }
    }),
  );
});

it("a wide axis has labels at every day of a week and at even distances of a month", () => {
  const wide = (count: number) =>
    dayLabels(Array.from({ length: count }, (_, place) => `${place.toString()} Nov`))
      .filter(({ room }) => room <= 200)
      .map(({ place }) => place);
  expect(wide(7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(wide(30)).toEqual([4, 9, 14, 19, 24, 29]);
});
