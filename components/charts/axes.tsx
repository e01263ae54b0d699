import type { ReactNode } from "react";

type AxisTick = { readonly value: number; readonly label: string };

type AxesProps = {
  readonly height: number;
  /** From the bottom up; the last one is the top of the chart. */
  readonly ticks: readonly AxisTick[];
  /** Labels of the days, as many as there are days; empty ones are not drawn. */
  readonly dayLabels: readonly string[];
  readonly children: ReactNode;
};

/** A label of a narrow screen would touch the next one: every other label steps back there. */
function DayLabels({ labels }: { labels: readonly string[] }) {
  const shown = labels.flatMap((label, place) => (label === "" ? [] : [{ label, place }]));
  return (
    <div aria-hidden="true" className="relative h-5">
      {shown.map(({ label, place }, index) => (
        <span
          key={place}
          className={`numbers absolute top-1.5 -translate-x-1/2 text-xs whitespace-nowrap text-faint ${(shown.length - 1 - index) % 2 === 1 ? "max-sm:hidden" : ""}`}
          style={{ left: `min(${(((place + 0.5) / labels.length) * 100).toFixed(2)}%, 100% - 1.1rem)` }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

/** The words beside and below a drawing. Screen readers hear each day by itself. */
export function Axes({ height, ticks, dayLabels, children }: AxesProps) {
  const top = ticks.at(-1)?.value ?? 1;
  return (
    <div className="flex gap-2">
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
      <div className="min-w-0 flex-1">
        {children}
        {dayLabels.length > 0 && <DayLabels labels={dayLabels} />}
      </div>
    </div>
  );
}
