import { scaleLinear } from "@visx/scale";

/** Round values from zero to at least `most`, for the horizontal lines of a chart. */
export const ticksUpTo = (most: number): readonly number[] =>
  scaleLinear<number>({ domain: [0, most > 0 ? most : 1], nice: 4 }).ticks(4);

/** A label for every so many days, counted back from the last one; the others stay empty. */
export function everyFew(labels: readonly string[], most: number): readonly string[] {
  const stride = Math.ceil(labels.length / most);
  return labels.map((label, place) => ((labels.length - 1 - place) % stride === 0 ? label : ""));
}
