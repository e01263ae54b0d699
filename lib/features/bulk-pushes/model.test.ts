import { describe, expect, it } from "vitest";
import {
  bulkFlow,
  bulkStates,
  hasFailed,
  isProbed,
  nextBatch,
  paceOf,
} from "@/lib/features/bulk-pushes/model";

const host = (finished: number, acceptedInARow: number, refusedInARow = 0) => ({
  finished,
  refused: finished - acceptedInARow,
  acceptedInARow,
  refusedInARow,
});

describe("U2 the probe", () => {
  it("is five, and what is left of five after a restart", () => {
    expect([0, 2, 4].map((finished) => nextBatch(host(finished, finished)))).toEqual([5, 3, 1]);
  });

  it("fails by one refusal", () => {
    expect(hasFailed(host(5, 0, 1))).toBe(true);
    expect(hasFailed(host(5, 2))).toBe(true);
    expect(isProbed(host(5, 0, 1))).toBe(false);
  });

  it("lets the rest follow when all five are accepted", () => {
    expect(isProbed(host(4, 4))).toBe(false);
    expect(isProbed(host(5, 5))).toBe(true);
  });
});

describe("U2 the pace of a host", () => {
  it("begins at ten, rises with what is accepted, and has an end", () => {
    expect([5, 20, 40, 400, 1_000, 90_000].map((accepted) => paceOf(host(accepted, accepted)))).toEqual([
      10, 10, 20, 200, 500, 500,
    ]);
  });

  it("begins anew after a refusal", () => {
    expect(paceOf(host(901, 0, 1))).toBe(10);
    expect(nextBatch(host(901, 0, 1))).toBe(5);
  });

  it("sends half a second's worth at once, and never more than a hundred", () => {
    expect([20, 100, 200, 9_000].map((accepted) => nextBatch(host(accepted, accepted)))).toEqual([
      5, 25, 50, 100,
    ]);
  });
});

describe("a host that fails after its probe", () => {
  it("is given up after five refusals one after the other, not after four", () => {
    expect([1, 4, 5].map((refused) => hasFailed(host(100, 0, refused)))).toEqual([false, false, true]);
  });
});

describe("the states of a bulk push", () => {
  it("can be undone only before anything is sent", () => {
    expect(bulkStates.filter((state) => bulkFlow[state].undo !== undefined)).toEqual(["waiting"]);
  });

  it("end in stopped, undone and done", () => {
    const ends = bulkStates.filter((state) => Object.keys(bulkFlow[state]).length === 0);
    expect(ends).toEqual(["stopped", "undone", "done"]);
  });
});
