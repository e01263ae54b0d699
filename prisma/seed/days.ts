import { hopeRunAfter, nextNightStart } from "@/lib/kernel/nights";
import type { Event } from "./lives";
import type { Queue } from "./queue";
import { abreast } from "./abreast";
import { dayMs } from "./calendar";
import { hourMs, minuteMs } from "./setting";
import { later } from "./time-travel";

const subscriptionHour = 4;
const settlementHour = 23;

function byLife(events: readonly Event[]): Iterable<readonly Event[]> {
  const lives = new Map<number, Event[]>();
  for (const event of events) {
    const known = lives.get(event.life);
    if (known === undefined) lives.set(event.life, [event]);
    else known.push(event);
  }
  return lives.values();
}

type Tick = { readonly at: Date; readonly run: (queue: Queue, at: Date) => Promise<void> };

/** What the portal's own clock does in the day that begins at `dayMs`, in its order. */
function ticksOf(startMs: number): Tick[] {
  const start = new Date(startMs);
  const night = nextNightStart(start);
  return [
    { at: later(night, minuteMs), run: (queue, at) => queue.runNight(at) },
    { at: later(hopeRunAfter(later(start, -12 * hourMs)), minuteMs), run: (queue, at) => queue.runHope(at) },
    { at: later(start, subscriptionHour * hourMs), run: (queue, at) => queue.runSubscriptions(at) },
    { at: later(start, settlementHour * hourMs), run: (queue, at) => queue.runSettlement(at) },
  ];
}

function* ticks(from: Date, to: Date): Generator<Tick> {
  for (let day = from.getTime() - (from.getTime() % dayMs); day <= to.getTime(); day += dayMs)
    for (const tick of ticksOf(day).sort((a, b) => a.at.getTime() - b.at.getTime()))
      if (tick.at > from && tick.at <= to) yield tick;
}

type Span = { readonly from: Date; readonly to: Date; readonly queue: Queue; readonly isTold: boolean };

/**
 * Lives through a span of time: what people do, hour by hour in its order, and between that what the portal does by
 * its clock. Of times whose pushes nobody hears any more (`isTold` false) they are forgotten.
 */
export async function liveThrough(
  events: readonly Event[],
  { from, to, queue, isTold }: Span,
): Promise<void> {
  let begun = 0;
  const liveUntil = async (end: Date) => {
    const first = begun;
    while (begun < events.length && (events[begun]?.at ?? end) < end) begun += 1;
    await abreast(byLife(events.slice(first, begun)), ({ happen }) => happen());
    await queue.workMoney(end);
  };
  for (const { at, run } of ticks(from, to)) {
    await liveUntil(at);
    await run(queue, at);
    if (!isTold) await queue.forgetDue();
  }
  await liveUntil(to);
  await queue.settleOpen(to);
  if (!isTold) await queue.forgetDue();
}
