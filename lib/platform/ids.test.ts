import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

let putBack: (() => void) | null = null;
afterEach(() => {
  putBack?.();
  putBack = null;
});

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The part that neither the time nor the place in the row decides. */
const endOf = (id: string) => id.slice(-10);

describe("newId", () => {
  it("makes ids that sort as they were made, within a millisecond and past the stock of random bytes", () => {
    putBack = setClock(() => new Date("2026-11-22T12:00:00.123Z"));
    const ids = Array.from({ length: 1_000 }, newId);
    expect(ids.filter((id) => !version7.test(id))).toEqual([]);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids.map(endOf)).size).toBe(ids.length);
  });

  it("sorts by the clock that the portal shows", () => {
    putBack = setClock(() => new Date("2026-11-22T12:00:00Z"));
    const before = newId();
    setClock(() => new Date("2026-11-22T12:00:00.001Z"));
    const after = newId();
    expect(before < after).toBe(true);
    expect(Number.parseInt(after.replaceAll("-", "").slice(0, 12), 16)).toBe(
      Date.parse("2026-11-22T12:00:00.001Z"),
    );
  });
});
