import { Temporal } from "temporal-polyfill";
import type { DayPreset } from "@/lib/kernel/day-preset";

/** The instant at which a local day (`YYYY-MM-DD`) begins. Days of 23 and 25 hours are right. */
export const startOfDay = (day: string, timezone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds);

/** The instant at which the local day after this one begins. */
export const endOfDay = (day: string, timezone: string): Date =>
  startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), timezone);

export function isLocalDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  return date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
}

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
  const monthStart = today.with({ day: 1 });
  switch (preset) {
    case "today":
      return span(today, today);
    case "yesterday":
      return span(today.subtract({ days: 1 }), today.subtract({ days: 1 }));
    case "this_week":
      return span(today.subtract({ days: today.dayOfWeek - 1 }), today);
    case "last_7_days":
      return span(today.subtract({ days: 6 }), today);
    case "this_month":
      return span(monthStart, today);
    case "last_month":
      return span(monthStart.subtract({ months: 1 }), monthStart.subtract({ days: 1 }));
  }
}

const quarterHourMs = 900_000;
const offsets = new Map<string, number>();

/** Minutes east of UTC at an instant. Cached per quarter of an hour: no zone changes its clock between two of them. */
export function offsetMinutes(instantMs: number, timezone: string): number {
  const slot = Math.floor(instantMs / quarterHourMs);
  const key = `${timezone} ${slot.toString()}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const zoned = Temporal.Instant.fromEpochMilliseconds(slot * quarterHourMs).toZonedDateTimeISO(timezone);
  const minutes = Math.round(zoned.offsetNanoseconds / 60_000_000_000);
  if (offsets.size > 200_000) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
}

const twoDigits = (value: number) => (value < 10 ? `0${value.toString()}` : value.toString());

/** Local wall-clock time `YYYY-MM-DD HH:MM:SS` and offset `+02:00` of an instant. */
export function localTime(instant: Date, timezone: string): { local: string; offset: string } {
  const minutes = offsetMinutes(instant.getTime(), timezone);
  const shifted = new Date(instant.getTime() + minutes * 60_000).toISOString();
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? "-" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return { local: `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`, offset };
}

export function isTimezone(name: string): boolean {
  return Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC";
}
