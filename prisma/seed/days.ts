import type { Event } from "./lives";
import type { Queue } from "./queue";
import { abreast } from "./abreast";
import { dayMs } from "./calendar";

const hourMs = 3_600_000;
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

/** The hours between `from` and `to` at which the portal's own clock does something. */
function* ticks(from: Date, to: Date): Generator<{ at: Date; hour: number }> {
  for (let day = from.getTime() - (from.getTime() % dayMs); day <= to.getTime(); day += dayMs)
    for (const hour of [subscriptionHour, settlementHour]) {
      const tick = new Date(day + hour * hourMs);
      if (tick > from && tick <= to) yield { at: tick, hour };
    }
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
  for (const { at, hour } of ticks(from, to)) {
    await liveUntil(at);
    if (hour === subscriptionHour) await queue.runSubscriptions(at);
    else await queue.runSettlement(at);
    if (!isTold) await queue.forgetDue();
  }
  await liveUntil(to);
  await queue.settleOpen(to);
  if (!isTold) await queue.forgetDue();
}
