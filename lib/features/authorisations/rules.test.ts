import { describe, expect, it } from "vitest";
import {
  decideSetting,
  isRenewed,
  openedChain,
  remainingMinor,
  type Chain,
  type Change,
  type RenewalSetting,
} from "@/lib/features/authorisations/model";
import {
  afterCancel,
  afterCapture,
  afterFailedAction,
  afterReversal,
  afterUncapture,
  captureClosed,
  decideCancel,
  decideCapture,
  decideCredit,
  decideReverse,
  type Moving,
} from "@/lib/features/chain-moves/model";
import {
  adopted,
  afterRenewal,
  decideNight,
  failureOf,
  hasLapsed,
  lapsed,
} from "@/lib/features/renewals/model";
import { isInNight } from "@/lib/kernel/nights";
import type { Result } from "@/lib/kernel/result";

const setting: RenewalSetting = {
  isOn: true,
  renewAfterDays: 7,
  stopAfterDays: 30,
  splitting: true,
  failureNotice: "email",
  failureEmail: "ops@shop.example",
  realtime: false,
  hopeRun: false,
  renewsSimulated: true,
};
const at = (text: string) => new Date(`${text}${text.length > 16 ? "" : ":00"}+01:00`);
const begun = at("2026-11-02T10:00");

const begin = (own: Partial<RenewalSetting> = {}, isSimulated = false): Moving => ({
  ...openedChain(
    { amountMinor: 100_00, authorisedAt: begun, reservedUntil: at("2026-12-03T10:00"), isSimulated },
    { ...setting, ...own },
  ),
  phase: null,
});

function next(change: Result<Change, string>): Moving {
  if (!change.ok) throw new Error(change.error);
  return { ...change.value.next, phase: null };
}

function capture(chain: Moving, minor: number, now: Date, own: Partial<RenewalSetting> = {}, finish = false) {
  const wanted = decideCapture(chain, { ...setting, ...own }, { minor, finish }, now);
  if (!wanted.ok) throw new Error(wanted.error);
  if (wanted.value.kind === "stop") return next(afterCancel(chain, "manual"));
  return next(afterCapture(chain, { ...setting, ...own }, wanted.value, now));
}

const refusedFor = (answer: string, isReleased = true) =>
  ({ outcome: "refused", failure: failureOf(answer), isReleased }) as const;

const renew = (chain: Chain, now: Date, answer = "00", own: Partial<RenewalSetting> = {}) =>
  next(
    afterRenewal(
      chain,
      { ...setting, ...own },
      { kind: "renewal", answer: answer === "00" ? { outcome: "approved" } : refusedFor(answer), now },
    ),
  );

const dueNight = at("2026-11-10T01:30");

describe("renewing", () => {
  it("CT-1 renews what was not captured within the interval: everything that is left, +7 again", () => {
    const chain = begin();
    expect(chain.nextRenewalAt).toEqual(dueNight);
    expect(decideNight(chain, setting, at("2026-11-09T02:00"))).toBeNull();
    expect(decideNight(chain, setting, dueNight)).toBe("renewal");
    const renewed = renew(chain, at("2026-11-10T02:41"));
    expect(renewed).toMatchObject({
      state: "active",
      reservedMinor: 100_00,
      renewals: 1,
      lastAction: "renewal",
    });
    expect(renewed.nextRenewalAt).toEqual(at("2026-11-17T01:30"));
  });

  it("CT-1 leaves no reservation when the second step fails", () => {
    expect(renew(begin(), dueNight, "54")).toMatchObject({
      ...{ state: "stopped", stopReason: "renewal_failed", reservedMinor: 0, reservedUntil: null },
    });
  });

  it("CT-1 leaves the old reservation when the bank refuses to release it", () => {
    const answer = refusedFor("12", false);
    const kept = next(afterRenewal(begin(), setting, { kind: "renewal", answer, now: dueNight }));
    expect(kept).toMatchObject({ state: "stopped", reservedMinor: 100_00 });
  });

  it("CT-2 opens a chain for what is reserved at the gateway, whole", () => {
    expect(begin()).toMatchObject({ state: "active", reservedMinor: 100_00, originalMinor: 100_00 });
  });

  it("CT-3 does nothing more after a failed follow-up authorisation", () => {
    const failed = renew(begin(), dueNight, "05");
    expect(failed.nextRenewalAt).toBeNull();
    expect(decideNight(failed, setting, at("2026-11-17T01:30"))).toBeNull();
  });

  it("CT-4 stops so many days after the first authorisation, 180 at most", () => {
    const chain = begin({ stopAfterDays: 10 });
    expect(chain.stopAt).toEqual(at("2026-11-12T10:00"));
    expect(decideNight(chain, setting, at("2026-11-12T09:59"))).not.toBe("stop");
    expect(decideNight(chain, setting, at("2026-11-12T10:00"))).toBe("stop");
    expect(decideSetting({ ...setting, stopAfterDays: 181 })).toMatchObject({
      error: "stop_after_out_of_range",
    });
    expect(decideSetting({ ...setting, stopAfterDays: 180 }).ok).toBe(true);
    expect(decideSetting({ ...setting, stopAfterDays: 7 })).toMatchObject({
      error: "stop_not_after_renewal",
    });
  });

  it("CT-15 renews simulated payments only where that was asked for", () => {
    expect(begin({ renewsSimulated: false }, true).nextRenewalAt).toBeNull();
    expect(isRenewed({ isSimulated: true }, { ...setting, renewsSimulated: false })).toBe(false);
    expect(begin({ renewsSimulated: false }, false).nextRenewalAt).toEqual(dueNight);
    expect(begin({}, true).nextRenewalAt).toEqual(dueNight);
  });

  it("CT-19 works from 01:30 to 04:00 only, and takes leftovers the next night", () => {
    const chain = begin();
    expect(decideNight(chain, setting, at("2026-11-10T03:59:59"))).toBe("renewal");
    expect(decideNight(chain, setting, at("2026-11-10T04:00"))).toBeNull();
    expect(decideNight(chain, setting, at("2026-11-11T01:29:59"))).toBeNull();
    expect(decideNight(chain, setting, at("2026-11-11T01:30"))).toBe("renewal");
  });

  it("CT-E1 keeps to the wall clock in nights of 23 and 25 hours", () => {
    expect(isInNight(new Date("2027-03-28T01:30:00Z"))).toBe(true);
    expect(isInNight(new Date("2026-10-25T02:59:59Z"))).toBe(true);
    expect(isInNight(new Date("2026-10-25T03:00:00Z"))).toBe(false);
  });

  it("CT-E5 does not renew on the stop day", () => {
    const own = { ...setting, stopAfterDays: 8 };
    const chain = begin(own);
    expect(chain.stopAt).toEqual(at("2026-11-10T10:00"));
    expect(chain.nextRenewalAt).toBeNull();
    expect(decideNight({ ...chain, nextRenewalAt: dueNight }, own, dueNight)).toBeNull();
    expect(begin({ stopAfterDays: 9 }).nextRenewalAt).toEqual(dueNight);
  });
});

describe("capturing", () => {
  const noon = at("2026-11-03T12:00");

  it("CT-5 loses the rest where authorisations are not split", () => {
    const chain = capture(begin(), 60_00, noon, { splitting: false });
    expect(chain).toMatchObject({
      state: "lapsed",
      lapsedMinor: 40_00,
      reservedMinor: 0,
      nextRenewalAt: null,
    });
    expect(captureClosed(chain, setting, noon)).toEqual({ reason: "has_lapsed", opensAt: null });
  });

  it("CT-6 takes one partial capture a day, and authorises the rest overnight", () => {
    const chain = capture(begin(), 60_00, noon);
    expect(chain).toMatchObject({
      state: "split_pending",
      splitAt: at("2026-11-04T01:30"),
      reservedMinor: 40_00,
    });
    const opensAt = at("2026-11-04T04:00");
    expect(captureClosed(chain, setting, at("2026-11-03T23:59:59"))).toEqual({
      reason: "captured_today",
      opensAt,
    });
    expect(captureClosed(chain, setting, at("2026-11-04T00:30"))).toEqual({ reason: "rest_waits", opensAt });
    expect(decideNight(chain, setting, at("2026-11-04T01:30"))).toBe("splitting");
    const now = at("2026-11-04T01:40");
    const split = next(
      afterRenewal(chain, setting, { kind: "splitting", answer: { outcome: "approved" }, now }),
    );
    expect(split).toMatchObject({ state: "active", reservedMinor: 40_00, firstAuthorisedAt: begun });
    expect(split.lastAuthorisedAt).toEqual(now);
    expect(captureClosed(split, setting, at("2026-11-04T08:00"))).toBeNull();
  });

  it("CT-6 takes the next one tomorrow where the rest is authorised already", () => {
    const chain = capture(begin(), 10_00, at("2026-11-03T00:10"));
    const split = next(
      afterRenewal(chain, setting, {
        ...{ kind: "splitting", answer: { outcome: "approved" }, now: at("2026-11-03T01:31") },
      }),
    );
    expect(captureClosed(split, setting, noon)).toEqual({
      ...{ reason: "captured_today", opensAt: at("2026-11-04T00:00") },
    });
  });

  it("CT-7 in realtime splits after three minutes and captures again after five", () => {
    const own = { ...setting, realtime: true };
    const chain = capture(begin(own), 60_00, noon, own);
    expect(chain.splitAt).toEqual(at("2026-11-03T12:03"));
    expect(decideNight(chain, own, at("2026-11-03T12:02:59"))).toBeNull();
    expect(decideNight(chain, own, at("2026-11-03T12:03"))).toBe("splitting");
    const opensAt = at("2026-11-03T12:05");
    expect(captureClosed(chain, own, at("2026-11-03T12:02"))).toEqual({ reason: "too_soon", opensAt });
    expect(captureClosed(chain, own, at("2026-11-03T12:04:59"))).toEqual({ reason: "too_soon", opensAt });
    expect(captureClosed(chain, own, opensAt)).toBeNull();
  });

  it("CT-8 in realtime captures nothing again between 01:30 and 04:00, and puts the split off to 04:00", () => {
    const own = { ...setting, realtime: true };
    const chain = capture(begin(own), 60_00, at("2026-11-03T01:28"), own);
    expect(chain.splitAt).toEqual(at("2026-11-03T04:00"));
    const opensAt = at("2026-11-03T04:00");
    expect(captureClosed(chain, own, at("2026-11-03T01:30"))).toEqual({ reason: "night", opensAt });
    expect(captureClosed(chain, own, at("2026-11-03T03:59:59"))).toEqual({ reason: "night", opensAt });
    expect(captureClosed(chain, own, opensAt)).toBeNull();
    expect(captureClosed(chain, own, at("2026-11-03T01:29:59"))).toEqual({ reason: "too_soon", opensAt });
    expect(decideNight(chain, own, at("2026-11-03T03:00"))).toBeNull();
    expect(decideNight(chain, own, opensAt)).toBe("splitting");
  });

  it("CT-9 in realtime notifies by e-mail only", () => {
    const wanted = { ...setting, realtime: true, failureNotice: "batch" } as const;
    expect(decideSetting(wanted)).toMatchObject({ error: "batch_with_realtime" });
    expect(decideSetting({ ...wanted, realtime: false }).ok).toBe(true);
    expect(decideSetting({ ...setting, failureEmail: null })).toMatchObject({
      error: "notice_address_missing",
    });
  });

  it("CT-10 stops after any failed action", () => {
    const failed = next(afterFailedAction(begin()));
    expect(failed).toMatchObject({ state: "stopped", stopReason: "failed_action", reservedMinor: 100_00 });
    expect(afterFailedAction(failed)).toEqual({ ok: false, error: "not_allowed_now" });
  });

  it("CT-18 stops at once where a partial capture finishes the authorisation", () => {
    const chain = capture(begin(), 60_00, noon, {}, true);
    expect(chain).toMatchObject({
      state: "stopped",
      stopReason: "finish_auth",
      reservedMinor: 40_00,
      splitAt: null,
    });
    expect(capture(chain, 40_00, at("2026-11-03T13:00"))).toMatchObject({ state: "captured" });
  });

  it("CT-E3 takes a capture of all that is left as a full one", () => {
    expect(decideCapture(begin(), setting, { minor: 100_00, finish: false }, noon)).toMatchObject({
      value: { isFinal: true },
    });
    expect(capture(begin(), 100_00, noon)).toMatchObject({
      state: "captured",
      splitAt: null,
      reservedMinor: 0,
    });
    expect(decideCapture(begin(), setting, { minor: null, finish: false }, noon)).toMatchObject({
      value: { minor: 100_00 },
    });
  });

  it("captures no more than is left", () => {
    const wanted = (minor: number) => decideCapture(begin(), setting, { minor, finish: false }, noon);
    expect(wanted(100_01)).toEqual({ ok: false, error: "amount_above_rest" });
    expect(wanted(-1)).toEqual({ ok: false, error: "amount_not_positive" });
  });

  it("CT-E2 waits while a call is under way", () => {
    const wanted = { minor: 10_00, finish: false };
    expect(decideCapture({ ...begin(), phase: "unreserved" }, setting, wanted, noon)).toEqual({
      ...{ ok: false, error: "under_way" },
    });
  });
});

describe("stopping and taking back", () => {
  const noon = at("2026-11-03T12:00");

  it("CT-12 takes back the last action, whatever it was", () => {
    expect(decideReverse(begin(), { seen: null, creditedMinor: 0 }, noon)).toMatchObject({
      value: "reversing",
    });
    const captured = capture(begin(), 60_00, noon);
    expect(decideReverse(captured, { seen: null, creditedMinor: 0 }, noon)).toMatchObject({
      value: "uncapturing",
    });
    const credited = { ...captured, lastAction: "credit" } as const;
    expect(decideReverse(credited, { seen: null, creditedMinor: 0 }, noon)).toMatchObject({
      error: "last_action_credit",
    });
  });

  it("CT-12 does not take back what the person did not see", () => {
    const captured = capture(begin(), 60_00, noon);
    expect(decideReverse(captured, { seen: "authorisation", creditedMinor: 0 }, noon)).toMatchObject({
      error: "changed_meanwhile",
    });
  });

  it("CT-13 knows four ways to stop, and only the reversal releases the reservation", () => {
    expect(decideCancel(begin()).ok).toBe(true);
    expect(next(afterCancel(begin(), "cancelauth"))).toMatchObject({
      state: "stopped",
      reservedMinor: 100_00,
    });
    expect(capture(begin(), 0, noon)).toMatchObject({ state: "stopped", stopReason: "manual" });
    expect(capture(begin(), 10_00, noon, {}, true)).toMatchObject({
      state: "stopped",
      stopReason: "finish_auth",
    });
    expect(next(afterReversal(begin()))).toMatchObject({
      state: "reversed",
      reservedMinor: 0,
      nextRenewalAt: null,
    });
  });

  it("CT-14 plans one hope run, for two reasons only, at 04:15 of the next day", () => {
    const own = { hopeRun: true };
    for (const answer of ["05", "91"]) {
      const waiting = renew(begin(), dueNight, answer, own);
      expect(waiting).toMatchObject({ state: "hope_pending", hopeUsed: true, reservedMinor: 0 });
      expect(waiting.hopeRunAt).toEqual(at("2026-11-11T04:15"));
    }
    expect(renew(begin(), dueNight, "54", own).state).toBe("stopped");
    expect(renew({ ...begin(), hopeUsed: true }, dueNight, "05", own).state).toBe("stopped");
    expect(renew(begin(), dueNight, "05").state).toBe("stopped");
  });

  it("CT-14 goes on after a hope run that worked, and stops after one that did not", () => {
    const own = { ...setting, hopeRun: true };
    const waiting = renew(begin(), dueNight, "05", own);
    const now = at("2026-11-11T04:15");
    expect(decideNight(waiting, own, now)).toBe("hope_run");
    const end = (answer: "approved" | "05") =>
      next(
        afterRenewal(waiting, own, {
          ...{ kind: "hope_run", now },
          answer: answer === "approved" ? { outcome: "approved" } : refusedFor(answer),
        }),
      );
    expect(end("approved")).toMatchObject({ state: "active", nextRenewalAt: at("2026-11-19T01:30") });
    expect(end("05")).toMatchObject({ state: "stopped", stopReason: "hope_failed" });
  });

  it("CT-14 hopes for renewals, not for splits", () => {
    const own = { ...setting, hopeRun: true };
    const chain = capture(begin(), 60_00, noon);
    const now = at("2026-11-04T01:31");
    const failed = next(afterRenewal(chain, own, { kind: "splitting", answer: refusedFor("05"), now }));
    expect(failed).toMatchObject({ state: "stopped", stopReason: "renewal_failed" });
  });

  it("CT-17 takes a capture back on its day only, and credits no more than was captured", () => {
    const chain = capture(begin(), 60_00, noon);
    const reversal = (now: Date, creditedMinor = 0) =>
      decideReverse(chain, { seen: null, creditedMinor }, now);
    expect(reversal(at("2026-11-03T23:59:59")).ok).toBe(true);
    expect(reversal(at("2026-11-04T00:00"))).toMatchObject({ error: "capture_day_over" });
    expect(reversal(noon, 1)).toMatchObject({ error: "credited_meanwhile" });
    expect(decideCredit({ capturedMinor: 60_00, creditedMinor: 10_00 }, 50_00).ok).toBe(true);
    expect(decideCredit({ capturedMinor: 60_00, creditedMinor: 10_00 }, 50_01)).toMatchObject({
      error: "amount_above_captured",
    });
  });

  it("CT-E4 gives back a partial capture, and the chain is as it was", () => {
    const chain = begin();
    const back = next(afterUncapture(capture(chain, 60_00, noon), setting));
    expect(back).toMatchObject({ state: "active", capturedMinor: 0, reservedMinor: 100_00 });
    expect(back.nextRenewalAt).toEqual(chain.nextRenewalAt);
    const whole = next(afterUncapture(capture(chain, 100_00, noon), setting));
    expect(whole).toMatchObject({ state: "active", reservedMinor: 100_00 });
    const finished = next(afterUncapture(capture(chain, 60_00, noon, {}, true), setting));
    expect(finished).toMatchObject({ state: "stopped", stopReason: "finish_auth", reservedMinor: 100_00 });
  });

  it("CT-E6 drops the hope run when cancelauth arrives", () => {
    const waiting = renew(begin(), dueNight, "05", { hopeRun: true });
    const dropped = next(afterCancel(waiting, "cancelauth"));
    expect(dropped).toMatchObject({ state: "stopped", stopReason: "cancelauth", hopeRunAt: null });
    expect(decideNight(dropped, setting, at("2026-11-11T04:15"))).toBeNull();
    expect(hasLapsed(dropped, at("2026-11-11T04:14"))).toBe(false);
    expect(hasLapsed(dropped, at("2026-11-11T04:15"))).toBe(true);
  });

  it("CT-E7 stops the renewal of the rest when a credit fails", () => {
    const chain = capture(begin(), 60_00, noon);
    expect(next(afterFailedAction(chain))).toMatchObject({
      state: "stopped",
      splitAt: null,
      reservedMinor: 40_00,
    });
  });
});

describe("the end", () => {
  it("comes when the last reservation of a stopped chain runs out", () => {
    const chain = next(afterCancel(begin(), "cancelauth"));
    expect(hasLapsed(chain, at("2026-12-03T09:59"))).toBe(false);
    expect(hasLapsed(chain, at("2026-12-03T10:00"))).toBe(true);
    expect(hasLapsed(begin(), at("2026-12-03T10:00"))).toBe(false);
    const over = next(lapsed(chain));
    expect(over).toMatchObject({ state: "lapsed", reservedMinor: 0 });
    expect(remainingMinor(over)).toBe(0);
  });

  it("comes to live chains with the night in which the setting was switched off", () => {
    expect(adopted(begin(), { ...setting, isOn: false })).toMatchObject({
      value: { state: "stopped", stopReason: "manual", nextRenewalAt: null },
    });
    const simulated = { ...begin(), isSimulated: true };
    const unsimulated = { ...setting, renewsSimulated: false };
    expect(adopted(simulated, unsimulated)).toMatchObject({
      value: { state: "active", nextRenewalAt: null },
    });
    for (const state of ["split_pending", "hope_pending"] as const)
      expect(adopted({ ...simulated, state }, unsimulated)).toMatchObject({
        value: { state: "stopped", stopReason: "manual" },
      });
    expect(adopted(begin(), { ...setting, renewAfterDays: 10 })).toMatchObject({
      value: { state: "active", nextRenewalAt: at("2026-11-13T01:30") },
    });
  });
});
