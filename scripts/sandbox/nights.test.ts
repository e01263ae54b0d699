import { expect, it } from "vitest";
import { stopsBetween } from "./nights";

const hours = (from: string, until: string) =>
  [...stopsBetween(new Date(from), new Date(until))].map(({ at }) => at.toISOString().slice(0, 16));

it("stops a minute after the start of each night and of each hope run, on Berlin's wall clock", () => {
  expect(hours("2026-11-22T12:00:00Z", "2026-11-24T12:00:00Z")).toEqual([
    ...["2026-11-23T00:31", "2026-11-23T03:16"],
    ...["2026-11-24T00:31", "2026-11-24T03:16"],
  ]);
  expect(hours("2026-07-01T12:00:00Z", "2026-07-02T12:00:00Z")).toEqual([
    "2026-07-01T23:31",
    "2026-07-02T02:16",
  ]);
});

it("does not stop where no night begins", () => {
  expect(hours("2026-11-22T12:00:00Z", "2026-11-22T23:00:00Z")).toEqual([]);
});
