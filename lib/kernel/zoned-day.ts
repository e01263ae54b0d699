import { Temporal } from "temporal-polyfill";
import type { DayPreset } from "@/lib/kernel/day-preset";

/** The instant at which a local day (`YYYY-MM-DD`) begins. Days of 23 and 25 hours are right. */
export const startOfDay = (day: string, timezone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds);

/** The instant at which the local day after this one begins. */
export const endOfDay = (day: string, timezone: string): Date =>
  startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), timezone);

export function isLocalDay(text: string): boolean {
  // There is no year 0 in a database.
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  return date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
}

/** A local day so many days later, by the calendar; earlier when negative. */
export const plusDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** The same day so many months later; the last of a month where there is none. */
export const plusMonths = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }).toString();

export const localDayOf = (instant: Date, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString();

/** First and last local day of a preset, both inclusive. Weeks begin on Monday. */
export function daysOfPreset(
  preset: DayPreset,
  now: Date,
  timezone: string,
): { first: string; last: string } {
  const today = Temporal.PlainDate.from(localDayOf(now, timezone));
  const span = (first: Temporal.PlainDate, last: Temporal.PlainDate) => ({
    first: first.toString(),
    last: last.toString(),
  });
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const monthStart = today.with({ day: 1 });
  switch (preset) {
    case "today":
      return span(today, today);
    case "yesterday":
      return span(today.subtract({ days: 1 }), today.subtract({ days: 1 }));
    case "tomorrow":
      return span(today.add({ days: 1 }), today.add({ days: 1 }));
    case "next_7_days":
      return span(today, today.add({ days: 6 }));
    case "this_week":
      return span(monday, today);
    case "last_week":
      return span(monday.subtract({ days: 7 }), monday.subtract({ days: 1 }));
    case "last_7_days":
      return span(today.subtract({ days: 6 }), today);
    case "this_month":
      return span(monthStart, today);
    case "last_month":
      return span(monthStart.subtract({ months: 1 }), monthStart.subtract({ days: 1 }));
  }
}

const quarterHourMs = 900_000;
const hourMs = 3_600_000;
const mostOffsets = 200_000;
/** For each zone, the offsets of quarters of an hour. */
const offsets = new Map<string, Map<number, number>>();

function offsetsOf(timezone: string): Map<number, number> {
  const known = offsets.get(timezone);
  if (known !== undefined && known.size < mostOffsets) return known;
  const made = new Map<number, number>();
  offsets.set(timezone, made);
  return made;
}

/** Minutes east of UTC at an instant. Cached per quarter of an hour: no zone changes its clock between two of them. */
export function offsetMinutes(instantMs: number, timezone: string): number {
  const slot = Math.floor(instantMs / quarterHourMs);
  const known = offsetsOf(timezone);
  const minutes = known.get(slot);
  if (minutes !== undefined) return minutes;
  const zoned = Temporal.Instant.fromEpochMilliseconds(slot * quarterHourMs).toZonedDateTimeISO(timezone);
  const found = Math.round(zoned.offsetNanoseconds / 60_000_000_000);
  known.set(slot, found);
  return found;
}

const twoDigits = (value: number) => (value < 10 ? `0${value.toString()}` : value.toString());

/** `YYYY-MM-DD HH:` of the last hour asked for: lists and files are in order of time, so it is mostly asked again. */
let lastHour = { number: Number.NaN, text: "" };

function hourText(number: number): string {
  if (number !== lastHour.number) {
    const iso = new Date(number * hourMs).toISOString();
    lastHour = { number, text: `${iso.slice(0, 10)} ${iso.slice(11, 14)}` };
  }
  return lastHour.text;
}

/** Local wall-clock time `YYYY-MM-DD HH:MM:SS` and offset `+02:00` of an instant. */
export function localTime(instant: Date, timezone: string): { local: string; offset: string } {
  const minutes = offsetMinutes(instant.getTime(), timezone);
  const localMs = instant.getTime() + minutes * 60_000;
  const hour = Math.floor(localMs / hourMs);
  const seconds = Math.floor((localMs - hour * hourMs) / 1000);
  const local = `${hourText(hour)}${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? "-" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return { local, offset };
}

export function isTimezone(name: string): boolean {
  return Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC";
}
