import { describe, expect, it } from "vitest";
import {
  afterNight,
  berlinDay,
  hopeRunAfter,
  isInNight,
  nextNightStart,
  nightEnd,
  nightStart,
  plusBerlinDays,
  renewalNight,
} from "./nights";

const at = (text: string) => new Date(text);
const hoursBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 3_600_000;

describe("the night", () => {
  it.each([
    ["2026-11-23T01:29:59.999+01:00", false],
    ["2026-11-23T01:30:00+01:00", true],
    ["2026-11-23T03:59:59.999+01:00", true],
    ["2026-11-23T04:00:00+01:00", false],
    ["2026-07-01T01:30:00+02:00", true],
    ["2026-07-01T01:30:00+01:00", true],
    ["2026-07-01T04:00:00+02:00", false],
    ["2026-11-23T14:00:00+01:00", false],
  ])("at %s: %s", (instant, expected) => {
    expect(isInNight(at(instant))).toBe(expected);
  });

  it("lasts an hour and a half when the clocks go forward (CT-E1)", () => {
    expect(nightStart("2027-03-28")).toEqual(at("2027-03-28T01:30:00+01:00"));
    expect(nightEnd(nightStart("2027-03-28"))).toEqual(at("2027-03-28T04:00:00+02:00"));
    expect(hoursBetween(nightStart("2027-03-28"), nightEnd(nightStart("2027-03-28")))).toBe(1.5);
    expect(isInNight(at("2027-03-28T03:00:00+02:00"))).toBe(true);
  });

  it("lasts three hours and a half when they go back, both times from two to three (CT-E1)", () => {
    expect(hoursBetween(nightStart("2026-10-25"), nightEnd(nightStart("2026-10-25")))).toBe(3.5);
    expect(isInNight(at("2026-10-25T02:30:00+02:00"))).toBe(true);
    expect(isInNight(at("2026-10-25T02:30:00+01:00"))).toBe(true);
  });

  it("begins next at the instant itself, later that day's night or the next day's", () => {
    expect(nextNightStart(at("2026-11-23T01:30:00+01:00"))).toEqual(at("2026-11-23T01:30:00+01:00"));
    expect(nextNightStart(at("2026-11-23T00:10:00+01:00"))).toEqual(at("2026-11-23T01:30:00+01:00"));
    expect(nextNightStart(at("2026-11-23T01:30:00.001+01:00"))).toEqual(at("2026-11-24T01:30:00+01:00"));
    expect(nextNightStart(at("2026-10-24T12:00:00+02:00"))).toEqual(at("2026-10-25T01:30:00+02:00"));
    expect(nextNightStart(at("2026-10-25T12:00:00+01:00"))).toEqual(at("2026-10-26T01:30:00+01:00"));
  });

  it("puts off to 04:00 what would fall into it, and nothing else (CT-8)", () => {
    expect(afterNight(at("2026-11-23T01:30:00+01:00"))).toEqual(at("2026-11-23T04:00:00+01:00"));
    expect(afterNight(at("2026-11-23T01:29:00+01:00"))).toEqual(at("2026-11-23T01:29:00+01:00"));
    expect(afterNight(at("2026-11-23T04:00:00+01:00"))).toEqual(at("2026-11-23T04:00:00+01:00"));
  });

  it("knows days by Berlin's calendar", () => {
    expect(berlinDay(at("2026-11-22T23:30:00Z"))).toBe("2026-11-23");
    expect(berlinDay(at("2026-11-22T22:59:59Z"))).toBe("2026-11-22");
  });

  it("adds days by the wall clock", () => {
    expect(plusBerlinDays(at("2026-10-24T10:00:00+02:00"), 7)).toEqual(at("2026-10-31T10:00:00+01:00"));
    expect(plusBerlinDays(at("2027-03-27T02:30:00+01:00"), 1)).toEqual(at("2027-03-28T03:30:00+02:00"));
  });
});

describe("the hope run (CT-14)", () => {
  it.each([
    ["2026-11-23T01:31:00+01:00", "2026-11-24T04:15:00+01:00"],
    ["2026-11-23T23:59:59+01:00", "2026-11-24T04:15:00+01:00"],
    ["2026-11-24T00:00:00+01:00", "2026-11-25T04:15:00+01:00"],
    ["2026-10-24T01:31:00+02:00", "2026-10-25T04:15:00+01:00"],
    ["2027-03-27T01:31:00+01:00", "2027-03-28T04:15:00+02:00"],
  ])("after a failure at %s is at %s", (failedAt, expected) => {
    expect(hopeRunAfter(at(failedAt))).toEqual(at(expected));
  });
});

describe("the night of a renewal", () => {
  it.each([
    ["a daytime authorisation: the night after the interval", "2026-11-23T10:00:00+01:00", 7, "2026-12-01"],
    ["just before a night: that night", "2026-11-23T01:29:00+01:00", 7, "2026-11-30"],
    ["made in a night: as many nights later", "2026-11-23T03:59:59+01:00", 7, "2026-11-30"],
    ["made by a hope run: the night after the interval", "2026-11-23T04:15:20+01:00", 7, "2026-12-01"],
    ["across the end of summer time", "2026-10-20T02:10:00+02:00", 7, "2026-10-27"],
    ["across the beginning of summer time", "2027-03-25T02:30:00+01:00", 3, "2027-03-28"],
  ])("%s", (_what, authorisedAt, days, night) => {
    expect(renewalNight(at(authorisedAt), days)).toEqual(nightStart(night));
  });
});
