import { describe, expect, it } from "vitest";
import { openedChain, type RenewalSetting } from "@/lib/features/authorisations/model";
import { actsOf, barenessOf, tonightOf, type Acts, type ActFacts } from "@/lib/features/chain-acts/model";
import { afterCancel, afterCapture, decideCapture, type Moving } from "@/lib/features/chain-moves/model";
import { afterRenewal, failureOf } from "@/lib/features/renewals/model";
import type { Result } from "@/lib/kernel/result";

const setting: RenewalSetting = {
  ...{ isOn: true, renewAfterDays: 7, stopAfterDays: 30, splitting: true, failureNotice: "email" },
  ...{ failureEmail: "ops@shop.example", realtime: false, hopeRun: true, renewsSimulated: false },
};
/** Berlin's winter time. */
const at = (text: string) => new Date(`${text}:00+01:00`);
const reservedUntil = at("2026-12-03T10:00");

const begun = (): Moving => ({
  ...openedChain(
    { amountMinor: 100_00, authorisedAt: at("2026-11-02T10:00"), isSimulated: false, reservedUntil },
    setting,
  ),
  phase: null,
});

function must<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function captured(chain: Moving, minor: number, own: Partial<RenewalSetting> = {}, finish = false): Moving {
  const now = at("2026-11-05T10:00");
  const wanted = must(decideCapture(chain, { ...setting, ...own }, { minor, finish }, now));
  if (wanted.kind === "stop") throw new Error("nothing was captured");
  return { ...chain, ...must(afterCapture(chain, { ...setting, ...own }, wanted, now)).next };
}

const hoping = (): Moving => ({
  ...must(
    afterRenewal(begun(), setting, {
      ...{ kind: "renewal", now: at("2026-11-10T01:31") },
      answer: { outcome: "refused", failure: failureOf("05"), isReleased: true },
    }),
  ).next,
  phase: null,
});

const facts = (chain: Moving, own: Partial<RenewalSetting> = {}, creditedMinor = 0): ActFacts => ({
  ...{ chain, creditedMinor },
  settings: { current: { ...setting, ...own }, coming: null },
});

const standing = (acts: Acts) =>
  Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, act.open ? "open" : act.reason]));

describe("what can be done with a chain", () => {
  const noon = at("2026-11-05T12:00");

  it("offers everything on a fresh reservation, and tells what it will do", () => {
    expect(actsOf(facts(begun()), noon)).toEqual({
      capture: { open: true, effect: { minor: 100_00 } },
      capture_part: {
        open: true,
        effect: { most: 100_00, rest: "split_at_night", mayFinish: true, reservedUntil },
      },
      stop: { open: true, effect: { minor: 100_00, reservedUntil } },
      reverse: {
        open: true,
        effect: {
          ...{ way: "reversing", minor: 100_00, seen: "authorisation" },
          seenAt: at("2026-11-02T10:00"),
        },
      },
    });
  });

  it("opens the next capture after the night, and reverses today's capture and not the reservation", () => {
    const acts = actsOf(facts(captured(begun(), 40_00)), noon);
    const shut = { open: false, reason: "captured_today", opensAt: at("2026-11-06T04:00") };
    expect(acts.capture).toEqual(shut);
    expect(acts.capture_part).toEqual(shut);
    expect(acts.stop.open).toBe(true);
    expect(acts.reverse).toMatchObject({ effect: { way: "uncapturing", minor: 40_00, seen: "capture" } });
  });

  it("opens it five minutes later with realtime, outside the night", () => {
    const realtime = { realtime: true };
    const chain = captured(begun(), 40_00, realtime);
    const acts = actsOf(facts(chain, realtime), at("2026-11-05T10:02"));
    expect(acts.capture).toMatchObject({ reason: "too_soon", opensAt: at("2026-11-05T10:05") });
    expect(actsOf(facts(chain, realtime), at("2026-11-05T10:05")).capture.open).toBe(true);
  });

  it.each([
    [{}, "split_at_night"],
    [{ realtime: true }, "split_soon"],
    [{ splitting: false }, "lapses"],
    [{ isOn: false }, "lapses"],
  ] as const)("says what becomes of the rest with %o", (own, rest) => {
    expect(actsOf(facts(begun(), own), noon).capture_part).toMatchObject({ effect: { rest } });
  });

  it("captures what is left of a finished authorisation, which has nothing to stop", () => {
    const acts = actsOf(facts(captured(begun(), 40_00, {}, true)), noon);
    expect(acts.capture).toEqual({ open: true, effect: { minor: 60_00 } });
    expect(acts.capture_part).toMatchObject({ effect: { most: 60_00, rest: "stays", mayFinish: false } });
    expect(acts.stop).toEqual({ open: false, reason: "not_live", opensAt: null });
  });

  it("waits for the hope run, which can be given up", () => {
    const acts = actsOf(facts(hoping()), at("2026-11-10T09:00"));
    const hope = { open: false, reason: "hope_run_first", opensAt: at("2026-11-11T04:15") };
    expect(acts.capture).toEqual(hope);
    expect(acts.stop).toEqual({ open: true, effect: { minor: 0, reservedUntil: null } });
    expect(acts.reverse).toMatchObject({ reason: "no_reservation" });
  });

  it("closes all of it while a call is under way and when all is captured", () => {
    const busy = "under_way";
    const all = { capture: busy, capture_part: busy, stop: busy, reverse: busy };
    expect(standing(actsOf(facts({ ...begun(), phase: "unreserved" }), noon))).toEqual(all);
    const done = "all_captured";
    const ended = { capture: done, capture_part: done, stop: done };
    const later = at("2026-11-06T12:00");
    expect(standing(actsOf(facts(captured(begun(), 100_00)), later))).toEqual({
      ...ended,
      reverse: "capture_day_over",
    });
    expect(standing(actsOf(facts(captured(begun(), 100_00), {}, 1), noon))).toEqual({
      ...ended,
      reverse: "credited_meanwhile",
    });
  });
});

describe("the moment without a reservation", () => {
  it("is named with its cause, and no moment that has one is", () => {
    expect(barenessOf(begun())).toBeNull();
    expect(barenessOf({ ...begun(), phase: "releasing" })).toBe("releasing");
    expect(barenessOf({ ...begun(), phase: "unreserved", reservedMinor: 0 })).toBe("unreserved");
    expect(barenessOf({ ...begun(), phase: "capturing" })).toBeNull();
    expect(barenessOf(hoping())).toBe("hoping");
    const given = must(afterCancel(hoping(), "cancelauth")).next;
    expect(barenessOf({ ...given, phase: null })).toBe("gone");
    expect(barenessOf(captured(begun(), 100_00))).toBeNull();
  });
});

describe("what tonight will do", () => {
  const tonight = (chain: Moving, now: string) => tonightOf(facts(chain), at(now));

  it("tells the coming night from later ones", () => {
    expect(tonight(begun(), "2026-11-08T23:00").isTonight).toBe(false);
    expect(tonight(begun(), "2026-11-09T12:00")).toMatchObject({
      next: { kind: "renewal", minor: 100_00, at: at("2026-11-10T01:30") },
      isTonight: true,
    });
    expect(tonight(begun(), "2026-11-10T02:00").isTonight).toBe(true);
    expect(tonight(hoping(), "2026-11-10T09:00")).toMatchObject({
      next: { kind: "hope_run" },
      isTonight: true,
    });
  });

  it("counts what runs out by itself tonight, and nothing where all is over", () => {
    const stopped = { ...must(afterCancel(begun(), "cancelauth")).next, phase: null };
    expect(tonight(stopped, "2026-11-05T10:00")).toEqual({
      next: { kind: "runs_out", at: reservedUntil },
      isTonight: false,
    });
    expect(tonight(stopped, "2026-12-02T12:00").isTonight).toBe(true);
    const nothing = { next: { kind: "nothing" }, isTonight: false };
    expect(tonight(captured(begun(), 100_00), "2026-11-05T12:00")).toEqual(nothing);
    expect(tonight({ ...begun(), phase: "unreserved" }, "2026-11-10T01:35")).toEqual(nothing);
  });
});
