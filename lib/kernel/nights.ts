import { Temporal } from "temporal-polyfill";
import { endOfDay } from "@/lib/kernel/zoned-day";

/** The acquirer's nights are Berlin's, whatever the merchant's own zone is (CT-8, CT-14, CT-19). */
const zone = "Europe/Berlin";
const windowStart = Temporal.PlainTime.from("01:30");
const windowEnd = Temporal.PlainTime.from("04:00");
const hopeTime = Temporal.PlainTime.from("04:15");

const zoned = (instant: Date) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
const dateOf = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds);
const onDay = (day: Temporal.PlainDate, plainTime: Temporal.PlainTime) =>
  dateOf(day.toZonedDateTime({ timeZone: zone, plainTime }));

/** The calendar day in Berlin, `YYYY-MM-DD`. */
export const berlinDay = (instant: Date): string => zoned(instant).toPlainDate().toString();

/** The instant at which Berlin's next calendar day begins. */
export const nextBerlinDay = (instant: Date): Date => endOfDay(berlinDay(instant), zone);

/** The same time of day so many calendar days later, on Berlin's wall clock. */
export const plusBerlinDays = (instant: Date, days: number): Date => dateOf(zoned(instant).add({ days }));

/** Whether the nightly run may work: 01:30:00 inclusive to 04:00:00 exclusive on the wall clock (CT-8, CT-E1). */
export function isInNight(instant: Date): boolean {
  const time = zoned(instant).toPlainTime();
  return (
    Temporal.PlainTime.compare(time, windowStart) >= 0 && Temporal.PlainTime.compare(time, windowEnd) < 0
  );
}

/** The start of the night of a calendar day. */
export const nightStart = (day: string): Date => onDay(Temporal.PlainDate.from(day), windowStart);

/** The start of the first night that begins at this instant or later. */
export function nextNightStart(instant: Date): Date {
  const day = zoned(instant).toPlainDate();
  const start = onDay(day, windowStart);
  return start >= instant ? start : onDay(day.add({ days: 1 }), windowStart);
}

/** The end of the night that is running or comes next. */
export function nightEnd(instant: Date): Date {
  const day = zoned(instant).toPlainDate();
  const end = onDay(day, windowEnd);
  return end > instant ? end : onDay(day.add({ days: 1 }), windowEnd);
}

/** CT-8: what would fall into the night is put off to its end. */
export const afterNight = (instant: Date): Date => (isInNight(instant) ? nightEnd(instant) : instant);

/** CT-14: 04:15 of the calendar day after the failure. */
export const hopeRunAfter = (failedAt: Date): Date =>
  onDay(zoned(failedAt).toPlainDate().add({ days: 1 }), hopeTime);

/** What was authorised during a night counts from the night's start, so that the next one is not later each time. */
const countedFrom = (authorisedAt: Date) =>
  isInNight(authorisedAt) ? nightStart(berlinDay(authorisedAt)) : authorisedAt;

/** The night in which an authorisation is so many days old. */
export const renewalNight = (authorisedAt: Date, afterDays: number): Date =>
  nextNightStart(plusBerlinDays(countedFrom(authorisedAt), afterDays));
