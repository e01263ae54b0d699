"use client";

import { useEffect, useState } from "react";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "3 days 4 hr": the two largest units; null when nothing is left. */
function written(seconds: number, locale: string): string | null {
  if (seconds < 60) return null;
  const first = units.findIndex(([, size]) => seconds >= size);
  const shown = units.slice(first, first + 2);
  let rest = seconds;
  return shown
    .map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      const unitDisplay = unit === "day" ? "long" : "short";
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay }).format(count);
    })
    .join(" ");
}

type CountdownProps = {
  /** As of the moment at which the page was drawn: the reader's own clock may be wrong. */
  readonly secondsLeft: number;
  readonly locale: string;
  /** `#` stands for the time that is left. */
  readonly text: string;
  readonly over: string;
  readonly exact: string;
};

export function Countdown({ secondsLeft, locale, text, over, exact }: CountdownProps) {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassed((performance.now() - start) / 1000), 10_000);
    return () => clearInterval(timer);
  }, [secondsLeft]);
  const left = written(secondsLeft - passed, locale);
  return (
    <span className="numbers text-sm whitespace-nowrap text-doubt" title={exact}>
      {left === null ? over : text.replace("#", left)}
    </span>
  );
}
