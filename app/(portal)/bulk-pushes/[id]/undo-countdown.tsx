"use client";

import { useEffect, useState } from "react";

/** Seconds that are left to undo, as of when the page was drawn: the reader's own clock may be wrong. */
export function UndoCountdown({ secondsLeft, locale }: { secondsLeft: number; locale: string }) {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassed((performance.now() - start) / 1000), 250);
    return () => clearInterval(timer);
  }, [secondsLeft]);
  const seconds = new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "short" });
  return (
    <span className="numbers text-sm text-soft" aria-hidden="true">
      {seconds.format(Math.max(0, Math.ceil(secondsLeft - passed)))}
    </span>
  );
}
