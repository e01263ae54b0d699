import { offsetMinutes } from "@/lib/kernel/zoned-day";

/** The acquirer's nights are Berlin's, whatever the merchant's own zone is (CT-8, CT-14, CT-19). */
const zone = "Europe/Berlin";
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** 01:30, 04:00 and 04:15 on the wall clock. */
const windowStartMs = 90 * minuteMs;
const windowEndMs = 240 * minuteMs;
const hopeTimeMs = 255 * minuteMs;

const offsetMs = (instantMs: number) => offsetMinutes(instantMs, zone) * minuteMs;

/** What Berlin's wall clock shows, as if it were UTC. A whole night asks for it: arithmetic, not a calendar. */
const wallOf = (instant: Date) => instant.getTime() + offsetMs(instant.getTime());
const dayOf = (instant: Date) => Math.floor(wallOf(instant) / dayMs) * dayMs;

/** Of a time that comes twice the first; one that is left out is later by what is left out. */
function instantOf(wallMs: number): Date {
  const [before, after] = [offsetMs(wallMs - dayMs), offsetMs(wallMs + dayMs)];
  const isSecond = offsetMs(wallMs - before) !== before && offsetMs(wallMs - after) === after;
  return new Date(wallMs - (isSecond ? after : before));
}

/** The calendar day in Berlin, `YYYY-MM-DD`. */
export const berlinDay = (instant: Date): string => new Date(wallOf(instant)).toISOString().slice(0, 10);

/** The instant at which Berlin's next calendar day begins. */
export const nextBerlinDay = (instant: Date): Date => instantOf(dayOf(instant) + dayMs);

/** The same time of day so many calendar days later, on Berlin's wall clock. */
export const plusBerlinDays = (instant: Date, days: number): Date =>
  days === 0 ? instant : instantOf(wallOf(instant) + days * dayMs);

/** Whether the nightly run may work: 01:30:00 inclusive to 04:00:00 exclusive on the wall clock (CT-8, CT-E1). */
export function isInNight(instant: Date): boolean {
  const time = wallOf(instant) - dayOf(instant);
  return time >= windowStartMs && time < windowEndMs;
}

/** The start of the night of a calendar day. */
export const nightStart = (day: string): Date => instantOf(Date.parse(`${day}T00:00:00Z`) + windowStartMs);

/** The start of the first night that begins at this instant or later. */
export function nextNightStart(instant: Date): Date {
  const day = dayOf(instant);
  const start = instantOf(day + windowStartMs);
  return start >= instant ? start : instantOf(day + dayMs + windowStartMs);
}

/** The end of the night that is running or comes next. */
export function nightEnd(instant: Date): Date {
  const day = dayOf(instant);
  const end = instantOf(day + windowEndMs);
  return end > instant ? end : instantOf(day + dayMs + windowEndMs);
}

/** CT-8: what would fall into the night is put off to its end. */
export const afterNight = (instant: Date): Date => (isInNight(instant) ? nightEnd(instant) : instant);

/** CT-14: 04:15 of the calendar day after the failure. */
export const hopeRunAfter = (failedAt: Date): Date => instantOf(dayOf(failedAt) + dayMs + hopeTimeMs);

/** What was authorised during a night counts from the night's start, so that the next one is not later each time. */
const countedFrom = (authorisedAt: Date) =>
  isInNight(authorisedAt) ? nightStart(berlinDay(authorisedAt)) : authorisedAt;

/** The night in which an authorisation is so many days old. */
export const renewalNight = (authorisedAt: Date, afterDays: number): Date =>
  nextNightStart(plusBerlinDays(countedFrom(authorisedAt), afterDays));
