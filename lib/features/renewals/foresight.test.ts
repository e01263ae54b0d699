import { describe, expect, it } from "vitest";
import { openedChain, type Chain, type RenewalSetting } from "@/lib/features/authorisations/model";
import { afterCapture, afterCancel, decideCapture } from "@/lib/features/chain-moves/model";
import { afterRenewal, failureOf, foresee } from "@/lib/features/renewals/model";
import type { Result } from "@/lib/kernel/result";

const setting: RenewalSetting = {
  ...{ isOn: true, renewAfterDays: 7, stopAfterDays: 30, splitting: true, failureNotice: "email" },
  ...{ failureEmail: "ops@shop.example", realtime: false, hopeRun: true, renewsSimulated: true },
};
/** Berlin's winter time. */
const at = (text: string) => new Date(`${text}:00+01:00`);

const begin = (own: Partial<RenewalSetting> = {}): Chain =>
  openedChain(
    {
      ...{ amountMinor: 100_00, authorisedAt: at("2026-11-02T10:00"), isSimulated: false },
      reservedUntil: at("2026-12-03T10:00"),
    },
    { ...setting, ...own },
  );

function must<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function captured(chain: Chain, minor: number, now: Date, own: Partial<RenewalSetting> = {}): Chain {
  const wanted = must(
    decideCapture({ ...chain, phase: null }, { ...setting, ...own }, { minor, finish: false }, now),
  );
  if (wanted.kind === "stop") throw new Error("nothing was captured");
  return must(afterCapture(chain, { ...setting, ...own }, wanted, now)).next;
}

const failed = (chain: Chain, answerCode: string) =>
  must(
    afterRenewal(chain, setting, {
      ...{ kind: "renewal", now: at("2026-11-10T01:31") },
      answer: { outcome: "refused", failure: failureOf(answerCode), isReleased: true },
    }),
  ).next;

const seen = (chain: Chain, now: string, coming: RenewalSetting | null = null, own = {}) =>
  foresee(chain, { current: { ...setting, ...own }, coming }, at(now));

describe("what the nights will do", () => {
  const renewal = { kind: "renewal", at: at("2026-11-10T01:30"), minor: 100_00 };

  it("renews on its night, and says so long before", () => {
    expect(seen(begin(), "2026-11-02T11:00")).toEqual({ ...renewal, isTonight: false });
    expect(seen(begin(), "2026-11-09T04:00")).toEqual({ ...renewal, isTonight: true });
    expect(seen(begin(), "2026-11-09T12:00")).toEqual({ ...renewal, isTonight: true });
  });

  it("goes on within the night, and takes what was left over in the next one", () => {
    const late = { ...renewal, at: at("2026-11-10T02:00"), isTonight: true };
    expect(seen(begin(), "2026-11-10T02:00")).toEqual(late);
    expect(seen(begin(), "2026-11-10T04:00")).toEqual({ ...late, at: at("2026-11-11T01:30") });
  });

  it("authorises the rest of a partial capture in the night, or three minutes later", () => {
    const noon = at("2026-11-03T12:00");
    expect(seen(captured(begin(), 30_00, noon), "2026-11-03T12:01")).toEqual({
      ...{ kind: "splitting", at: at("2026-11-04T01:30"), minor: 70_00, isTonight: true },
    });
    const own = { realtime: true };
    expect(seen(captured(begin(own), 30_00, noon, own), "2026-11-03T12:01", null, own)).toEqual({
      ...{ kind: "splitting", at: at("2026-11-03T12:03"), minor: 70_00, isTonight: true },
    });
  });

  it("hopes once more at 04:15 of the next day", () => {
    expect(seen(failed(begin(), "05"), "2026-11-10T09:00")).toEqual({
      ...{ kind: "hope_run", at: at("2026-11-11T04:15"), minor: 100_00, isTonight: true },
    });
    expect(seen(failed(begin(), "54"), "2026-11-10T09:00")).toEqual({ kind: "nothing" });
  });

  it("lets run out what is not renewed", () => {
    const out = { kind: "runs_out", at: at("2026-12-03T10:00") };
    expect(seen(must(afterCancel(begin(), "cancelauth")).next, "2026-11-03T12:00")).toEqual(out);
    // CT-E5: the stop day wins over a renewal of the same day.
    expect(seen(begin({ stopAfterDays: 8 }), "2026-11-03T12:00", null, { stopAfterDays: 8 })).toEqual(out);
    expect(seen({ ...begin(), nextRenewalAt: null }, "2026-11-03T12:00")).toEqual(out);
  });

  it("stops what is too old instead", () => {
    const old = { ...begin(), stopAt: at("2026-11-10T01:00") };
    expect(seen(old, "2026-11-09T12:00")).toEqual({ kind: "stop", at: old.stopAt });
  });

  it("knows the setting that comes with the night", () => {
    expect(seen(begin(), "2026-11-03T12:00", { ...setting, renewAfterDays: 1 })).toEqual({
      ...{ kind: "renewal", at: at("2026-11-04T01:30"), minor: 100_00, isTonight: true },
    });
    expect(seen(begin(), "2026-11-03T12:00", { ...setting, isOn: false })).toEqual({
      ...{ kind: "switched_off", at: at("2026-11-04T01:30") },
    });
  });

  it("has nothing to do with what was captured", () => {
    expect(seen(captured(begin(), 100_00, at("2026-11-03T12:00")), "2026-11-03T13:00")).toEqual({
      kind: "nothing",
    });
  });
});
