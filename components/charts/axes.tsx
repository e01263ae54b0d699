import type { ReactNode } from "react";
import { dayLabels, overhang, type DayLabel } from "@/components/charts/ticks";

type AxisTick = { readonly value: number; readonly label: string };

type AxesProps = {
  readonly height: number;
  /** From the bottom up; the last one is the top of the chart. None: nothing stands beside it. */
  readonly ticks: readonly AxisTick[];
  /** Words for all days, of which as many are drawn as there is room for; none: no axis below. */
  readonly days: readonly string[];
  readonly children: ReactNode;
};

/** As wide as it may be while its axis has the room, and without any width otherwise. */
const shownFrom = (room: number) => `clamp(0px, (100cqi - ${room.toString()}ch) * 999, 12rem)`;

const centreOf = ({ place, text }: DayLabel, count: number) =>
  `min(${(((place + 0.5) / count) * 100).toFixed(2)}%, 100% + ${(overhang - text.length / 2).toString()}ch)`;

const DayLabels = ({ days }: { days: readonly string[] }) => (
  <div aria-hidden="true" className="@container relative h-5 text-xs">
    {dayLabels(days).map((label) => (
      <span
        key={label.place}
        className="numbers absolute top-1.5 -translate-x-1/2 overflow-hidden whitespace-nowrap text-faint"
        style={{
          left: centreOf(label, days.length),
          ...(label.room > 0 && { maxWidth: shownFrom(label.room) }),
        }}
      >
        {label.text}
      </span>
    ))}
  </div>
);

/** The words beside and below a drawing. Screen readers hear each day by itself. */
export function Axes({ height, ticks, days, children }: AxesProps) {
  const top = ticks.at(-1)?.value ?? 1;
  return (
    <div className="flex gap-2">
      {ticks.length > 0 && (
        <div aria-hidden="true" className="relative w-10 flex-none" style={{ height }}>
          {ticks.map(({ value, label }) => (
            <span
              key={value}
              className="numbers absolute right-0 translate-y-1/2 text-xs leading-none whitespace-nowrap text-faint"
              style={{ bottom: `${((value / top) * 100).toFixed(2)}%` }}
            >
              {label}
            </span>
          ))}
        </div>
      )}
      <div className="min-w-0 flex-1">
        {children}
        {days.length > 0 && <DayLabels days={days} />}
      </div>
    </div>
  );
}
