import { scaleLinear } from "@visx/scale";

/** Round values from zero to at least `most`, for the horizontal lines of a chart. */
export const ticksUpTo = (most: number): readonly number[] =>
  scaleLinear<number>({ domain: [0, most > 0 ? most : 1], nice: 4 }).ticks(4);

/** Of the axis and of its labels, in widths of a digit. */
type Digits = number;

export type DayLabel = {
  readonly place: number;
  readonly text: string;
  /** The axis must be as wide as this for the label to be shown. */
  readonly room: Digits;
};

const mostLabels = 7;
const gap: Digits = 1;
/** The last label may stand out by this much; where its day lies further out, it moves in. */
export const overhang: Digits = 1.5;

/**
 * Labels of an axis, counted back from the last day: that one always, every fourth of them where there is
 * little room, then every second, then all. The screen is only known where it is drawn (`room`).
 */
export function dayLabels(texts: readonly string[]): readonly DayLabel[] {
  const stride = Math.ceil(texts.length / mostLabels);
  const widest = Math.max(0, ...texts.map((text) => text.length));
  const needed = widest + gap + Math.max(0, widest / 2 - overhang);
  return texts.flatMap((text, place) => {
    const turn = (texts.length - 1 - place) / stride;
    if (!Number.isInteger(turn)) return [];
    const step = stride * (turn % 4 === 0 ? 4 : turn % 2 === 0 ? 2 : 1);
    return [{ place, text, room: turn === 0 ? 0 : Math.ceil((needed * texts.length) / step) }];
  });
}
