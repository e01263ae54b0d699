import { afterEach, describe, expect, it, vi } from "vitest";
import { dayPresets } from "@/lib/kernel/day-preset";
import {
  daysOfPreset,
  endOfDay,
  isLocalDay,
  isTimezone,
  localDayOf,
  localTime,
  offsetMinutes,
  startOfDay,
} from "@/lib/kernel/zoned-day";

const berlin = "Europe/Berlin";
const hoursOf = (day: string, zone: string) =>
  (endOfDay(day, zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000;

describe("a local day", () => {
  it.each([
    ["has 23 hours when summer begins", "2026-03-29", berlin, 23],
    ["has 25 hours when winter begins", "2026-10-25", berlin, 25],
    ["has 24 hours otherwise", "2026-06-15", berlin, 24],
    ["moves by half an hour on Lord Howe", "2026-04-05", "Australia/Lord_Howe", 24.5],
    ["is 24 hours in UTC, always", "2026-03-29", "UTC", 24],
  ])("%s", (_what, day, zone, hours) => {
    expect(hoursOf(day, zone)).toBe(hours);
  });

  it("begins at one where the clock jumps over midnight", () => {
    expect(startOfDay("2026-09-06", "America/Santiago")).toEqual(new Date("2026-09-06T04:00:00Z"));
  });

  it("begins at the merchant's midnight", () => {
    expect(startOfDay("2026-03-01", "Europe/Helsinki")).toEqual(new Date("2026-02-28T22:00:00Z"));
    expect(endOfDay("2026-03-31", "Europe/Amsterdam")).toEqual(new Date("2026-03-31T22:00:00Z"));
    expect(localDayOf(new Date("2026-03-31T22:30:00Z"), "Europe/Amsterdam")).toBe("2026-04-01");
  });

  it("meets the next day without a gap or an overlap for two years", () => {
    let day = "2026-01-01";
    for (let index = 0; index < 730; index += 1) {
      const end = endOfDay(day, berlin);
      day = localDayOf(end, berlin);
      expect(startOfDay(day, berlin)).toEqual(end);
    }
    expect(day).toBe("2028-01-01");
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-32", "today", ""])(
    "%j is none",
    (text) => {
      expect(isLocalDay(text)).toBe(false);
    },
  );

  it.each(["2028-02-29", "2026-12-31", "1999-01-01", "0001-01-01", "9999-12-31"])("%s is one", (text) => {
    expect(isLocalDay(text)).toBe(true);
    expect(() => [startOfDay(text, berlin), endOfDay(text, berlin)]).not.toThrow();
  });
});

describe("presets", () => {
  // A Sunday, 00:30 in Berlin and still Saturday in UTC.
  const now = new Date("2026-02-28T23:30:00Z");

  it.each([
    ["today", "2026-03-01", "2026-03-01"],
    ["yesterday", "2026-02-28", "2026-02-28"],
    ["this_week", "2026-02-23", "2026-03-01"],
    ["last_7_days", "2026-02-23", "2026-03-01"],
    ["this_month", "2026-03-01", "2026-03-01"],
    ["last_month", "2026-02-01", "2026-02-28"],
  ] as const)("%s is %s to %s, both inclusive", (preset, first, last) => {
    expect(daysOfPreset(preset, now, berlin)).toEqual({ first, last });
  });

  it("last month of January is December", () => {
    expect(daysOfPreset("last_month", new Date("2026-01-31T12:00:00Z"), berlin)).toEqual({
      first: "2025-12-01",
      last: "2025-12-31",
    });
  });
});

describe("a browser or server in another zone", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])("in %s changes nothing", (zone) => {
    const now = new Date("2026-10-24T22:30:00Z");
    const answers = () => ({
      presets: dayPresets.map((preset) => daysOfPreset(preset, now, berlin)),
      start: startOfDay("2026-10-25", berlin).getTime(),
      end: endOfDay("2026-10-25", berlin).getTime(),
      day: localDayOf(now, berlin),
      time: localTime(now, berlin),
      isDay: ["2026-03-29", "2026-02-29"].map(isLocalDay),
    });
    vi.stubEnv("TZ", "UTC");
    const here = answers();
    vi.stubEnv("TZ", zone);
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    expect(answers()).toEqual(here);
  });
});

describe("wall-clock time and offset", () => {
  it.each([
    ["2026-03-29T00:59:59Z", berlin, "2026-03-29 01:59:59", "+01:00"],
    ["2026-03-29T01:00:00Z", berlin, "2026-03-29 03:00:00", "+02:00"],
    ["2026-10-25T00:30:00Z", berlin, "2026-10-25 02:30:00", "+02:00"],
    ["2026-10-25T01:30:00Z", berlin, "2026-10-25 02:30:00", "+01:00"],
    ["2026-01-01T00:00:00Z", "America/St_Johns", "2025-12-31 20:30:00", "-03:30"],
    ["2026-01-01T00:00:00Z", "Asia/Kathmandu", "2026-01-01 05:45:00", "+05:45"],
    ["2026-01-01T00:00:00Z", "UTC", "2026-01-01 00:00:00", "+00:00"],
  ])("%s in %s is %s %s", (instant, zone, local, offset) => {
    expect(localTime(new Date(instant), zone)).toEqual({ local, offset });
    expect(offsetMinutes(new Date(instant).getTime(), zone)).toBe(
      (new Date(`${local.replace(" ", "T")}Z`).getTime() - new Date(instant).getTime()) / 60_000,
    );
  });

  it("knows zones by name only", () => {
    expect(["UTC", berlin, "Asia/Tokyo"].map(isTimezone)).toEqual([true, true, true]);
    expect(["", "Mars/Olympus", "+02:00"].map(isTimezone)).toEqual([false, false, false]);
  });
});
