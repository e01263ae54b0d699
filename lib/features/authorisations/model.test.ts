import { describe, expect, it } from "vitest";
import {
  chainStates,
  changed,
  isLive,
  openedChain,
  type ChainEvent,
  type ChainState,
} from "@/lib/features/authorisations/model";

/** Domain.md 3.2, written out a second time: what happens in a state, and where that leads. */
const table: Record<ChainState, string> = {
  active:
    "renew>active fail_for_now>hope_pending stop>stopped capture_part>split_pending capture_and_stop>stopped " +
    "capture_and_lapse>lapsed capture_rest>captured reverse>reversed lapse>lapsed",
  split_pending:
    "split>active stop>stopped capture_part>split_pending capture_and_stop>stopped capture_and_lapse>lapsed " +
    "capture_rest>captured uncapture>active lapse>lapsed",
  hope_pending: "hope>active stop>stopped",
  stopped:
    "capture_and_stop>stopped capture_rest>captured reverse>reversed uncapture_stopped>stopped lapse>lapsed",
  captured: "uncapture>active uncapture_stopped>stopped",
  lapsed: "uncapture>active",
  reversed: "",
};

const events: Readonly<Record<ChainEvent, true>> = {
  ...{ renew: true, split: true, hope: true, fail_for_now: true, stop: true, reverse: true, lapse: true },
  ...{ capture_part: true, capture_and_stop: true, capture_and_lapse: true, capture_rest: true },
  ...{ uncapture: true, uncapture_stopped: true },
};

const now = new Date("2026-11-22T12:00:00Z");
const chain = openedChain(
  { amountMinor: 100, authorisedAt: now, reservedUntil: now, isSimulated: false },
  {
    ...{ isOn: true, renewAfterDays: 7, stopAfterDays: 30, splitting: true, failureNotice: "batch" },
    ...{ failureEmail: null, realtime: false, hopeRun: false, renewsSimulated: false },
  },
);

describe("the states of a chain", () => {
  const pairs = chainStates.flatMap((state) =>
    (Object.keys(events) as ChainEvent[]).map((event) => [state, event] as const),
  );

  it.each(pairs)("%s, %s: allowed or refused as the table says", (state, event) => {
    const entry = table[state].split(" ").find((known) => known.startsWith(`${event}>`));
    const change = changed({ ...chain, state }, event);
    expect(change.ok ? `${event}>${change.value.next.state}` : undefined).toBe(entry);
  });

  it("have a plan only while something is renewed (CT-3, CT-13)", () => {
    const planned = { ...chain, nextRenewalAt: now, splitAt: now, hopeRunAt: now };
    for (const [state, event] of pairs) {
      const change = changed({ ...planned, state }, event);
      if (!change.ok || isLive(change.value.next)) continue;
      expect(change.value.next).toMatchObject({ nextRenewalAt: null, splitAt: null, hopeRunAt: null });
    }
  });
});
