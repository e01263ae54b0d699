"use client";

import { useRouter } from "next/navigation";
import { useState, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode } from "react";

export type DayTip = {
  readonly title: string;
  readonly lines: readonly {
    readonly label: string;
    readonly value: string;
    readonly colour: string | null;
  }[];
};

const moves: Readonly<Record<string, (place: number, last: number) => number>> = {
  ArrowLeft: (place) => place - 1,
  ArrowRight: (place) => place + 1,
  Home: () => 0,
  End: (_place, last) => last,
};

const placeOf = (target: EventTarget): number | null => {
  const place = (target as Element).closest("a[data-place]")?.getAttribute("data-place");
  return place == null ? null : Number(place);
};

function Tip({ tip, left }: { tip: DayTip; left: number }) {
  const side = left > 50 ? "translateX(calc(-100% - 0.75rem))" : "translateX(0.75rem)";
  return (
    <div
      aria-hidden="true"
      className="floating pointer-events-none absolute top-0 z-10 px-3 py-2 text-xs"
      style={{ left: `${left.toString()}%`, transform: side }}
    >
      <p className="mb-1 font-semibold whitespace-nowrap">{tip.title}</p>
      {tip.lines.map(({ label, value, colour }) => (
        <p key={label} className="flex items-center gap-1.5 leading-5 whitespace-nowrap">
          {colour !== null && <span className="size-2 rounded-xs" style={{ background: colour }} />}
          <span className="flex-1 pr-4 text-soft">{label}</span>
          <span className="numbers font-medium">{value}</span>
        </p>
      ))}
    </div>
  );
}

/** Arrows go from day to day; the day that has the focus is the one stop for Tab. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const days = [...event.currentTarget.querySelectorAll<SVGAElement>("a[aria-label]")];
  const now = placeOf(event.target);
  const next = now === null ? undefined : moves[event.key]?.(now, days.length - 1);
  const day = next === undefined ? undefined : days[next];
  if (!day) return;
  event.preventDefault();
  for (const other of days) other.setAttribute("tabindex", other === day ? "0" : "-1");
  day.focus();
}

/** Where a click leads if the browser would follow it in this tab. */
function softTarget(event: MouseEvent): string | null {
  const hasModifier = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (event.button !== 0 || hasModifier) return null;
  return (event.target as Element).closest("a[data-place]")?.getAttribute("href") ?? null;
}

/** Says the figures of the day under the pointer or the focus. */
export function DayTips({ tips, children }: { tips: readonly DayTip[]; children: ReactNode }) {
  const router = useRouter();
  const [place, setPlace] = useState<number | null>(null);
  const hide = () => setPlace(null);

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * tips.length);
    setPlace(Math.min(Math.max(at, 0), tips.length - 1));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape") hide();
    else moveFocus(event);
  };
  const onClick = (event: MouseEvent) => {
    const target = softTarget(event);
    if (target === null) return;
    event.preventDefault();
    router.push(target);
  };

  const tip = place === null ? undefined : tips[place];
  const share = 100 / tips.length;
  return (
    <div
      className="relative"
      onPointerMove={onPointerMove}
      onPointerLeave={hide}
      onFocus={(event) => setPlace(placeOf(event.target))}
      onBlur={hide}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {tip && place !== null && (
        <div
          className="absolute inset-y-0 rounded-sm bg-sunken"
          style={{ left: `${(place * share).toString()}%`, width: `${share.toString()}%` }}
        />
      )}
      {children}
      {tip && place !== null && <Tip tip={tip} left={(place + 0.5) * share} />}
    </div>
  );
}
