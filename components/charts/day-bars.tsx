import { scaleBand, scaleLinear } from "@visx/scale";
import { BarStack } from "@visx/shape";

export type BarDay = {
  readonly day: string;
  /** What a screen reader hears of the whole day. */
  readonly spoken: string;
  readonly href: string;
  readonly parts: Readonly<Record<string, { readonly value: number; readonly href: string }>>;
};

type BarKey = { readonly key: string; readonly colour: string };

type DayBarsProps = {
  readonly label: string;
  readonly days: readonly BarDay[];
  /** Bottom first. */
  readonly keys: readonly BarKey[];
  readonly height: number;
  /** Values of the horizontal lines, the last one on top. */
  readonly ticks: readonly number[];
  /** Every bar is as high as the chart: parts of a whole. */
  readonly isShare?: boolean;
};

const percent = (value: number) => `${value.toFixed(3)}%`;
/** Between neighbours of a stack, so that they differ without colour too. */
const seamPixels = 1;
const leastPixels = 0.75;

const acrossOf = (days: readonly BarDay[]) =>
  scaleBand({ domain: days.map(({ day }) => day), range: [0, 100], padding: 0.22 });
type Across = ReturnType<typeof acrossOf>;
type Up = ReturnType<typeof scaleLinear<number>>;

function DayColumns({ days, height }: Pick<DayBarsProps, "days" | "height">) {
  const width = 100 / days.length;
  return days.map(({ day, spoken, href }, place) => (
    <a
      key={day}
      href={href}
      aria-label={spoken}
      data-place={place}
      tabIndex={place === days.length - 1 ? 0 : -1}
    >
      <rect x={percent(place * width)} width={percent(width)} height={height} />
    </a>
  ));
}

type StacksProps = Pick<DayBarsProps, "days" | "keys" | "isShare"> & {
  readonly across: Across;
  readonly up: Up;
};

function Stacks({ days, keys, isShare, across, up }: StacksProps) {
  const colours = new Map(keys.map(({ key, colour }) => [key, colour]));
  return (
    <BarStack
      data={[...days]}
      keys={keys.map(({ key }) => key)}
      x={({ day }) => day}
      value={({ parts }, key) => parts[key]?.value ?? 0}
      xScale={across}
      yScale={up}
      color={(key) => colours.get(key) ?? ""}
      {...(isShare === true && { offset: "expand" as const })}
    >
      {(stacks) =>
        stacks
          .flatMap(({ bars }) => bars)
          .filter(({ height }) => height > 0)
          .map(({ key, index, bar, x, y, width, height, color }) => (
            <a
              key={`${key} ${index.toString()}`}
              href={bar.data.parts[key]?.href}
              data-place={index}
              aria-hidden="true"
              tabIndex={-1}
            >
              <rect
                x={percent(x)}
                width={percent(width)}
                y={y}
                height={Math.max(height - seamPixels, leastPixels)}
                rx="1"
                fill={color}
              />
            </a>
          ))
      }
    </BarStack>
  );
}

/**
 * Stacked bars, one for each day, drawn on the server. Across, everything is a percentage and so fits
 * any width. Each part is a link for the mouse; each day is a link for everybody.
 */
export function DayBars({ label, days, keys, height, ticks, isShare = false }: DayBarsProps) {
  const up = scaleLinear<number>({ domain: [0, ticks.at(-1) ?? 1], range: [height, 0] });
  return (
    <svg className="chart-bars" width="100%" height={height} role="group" aria-label={label}>
      {ticks.map((tick) => (
        <line key={tick} x1="0" x2="100%" y1={up(tick)} y2={up(tick)} className="chart-line" />
      ))}
      <DayColumns days={days} height={height} />
      <Stacks days={days} keys={keys} isShare={isShare} across={acrossOf(days)} up={up} />
    </svg>
  );
}
