import fc from "fast-check";
import { expect, it } from "vitest";
import {
  decideSetting,
  isLive,
  openedChain,
  remainingMinor,
  reservationEnd,
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
  decideReverse,
  type Moving,
} from "@/lib/features/chain-moves/model";
import { afterRenewal, decideNight, failureOf, hasLapsed, lapsed } from "@/lib/features/renewals/model";
import type { Result } from "@/lib/kernel/result";

const minuteMs = 60_000;
const original = 1_000;
const begun = new Date("2026-10-12T08:00:00Z");

const settings = fc
  .record({
    isOn: fc.constant(true),
    renewAfterDays: fc.integer({ min: 1, max: 13 }),
    stopAfterDays: fc.integer({ min: 2, max: 60 }),
    splitting: fc.boolean(),
    failureNotice: fc.constant("email" as const),
    failureEmail: fc.constant("ops@shop.example"),
    realtime: fc.boolean(),
    hopeRun: fc.boolean(),
    renewsSimulated: fc.constant(true),
  })
  .filter((setting) => decideSetting(setting).ok);

const answers = fc.constantFrom("00", "00", "00", "05", "91", "54", "release");
const actions = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 3_000 }) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("run" as const), answer: answers }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("capture" as const),
      minor: fc.oneof(fc.integer({ min: -5, max: original + 5 }), fc.constant(null)),
      finish: fc.boolean(),
      works: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("cancel" as const, "reverse" as const) }) },
);
type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never;

/** What the acquirer would hold and have taken, kept beside the chain by what was told to it. */
type World = {
  chain: Chain;
  now: Date;
  reserved: number;
  captured: number;
  hopes: number;
  hasStopped: boolean;
};

const moving = ({ chain }: World): Moving => ({ ...chain, phase: null });

function take(world: World, change: Result<Change, string>): Change {
  if (!change.ok) throw new Error(`${change.error} from ${world.chain.state}`);
  world.chain = change.value.next;
  if (world.chain.stopReason !== null) world.hasStopped = true;
  if (change.value.event === "fail_for_now") world.hopes += 1;
  return change.value;
}

/** Reverse, then authorise (CT-1), each against what the acquirer holds at that moment. */
function run(world: World, setting: RenewalSetting, answer: string): void {
  const { chain, now } = world;
  const kind = decideNight(chain, setting, now);
  if (kind === null) return;
  expect(world.hasStopped).toBe(false);
  if (kind === "stop") {
    take(world, afterCancel(chain, "max_age"));
    return;
  }
  if (chain.reservedMinor > 0 && answer === "release") {
    const failed = { outcome: "refused", failure: failureOf("12"), isReleased: false } as const;
    take(world, afterRenewal(chain, setting, { kind, answer: failed, now }));
    return;
  }
  world.reserved = 0;
  const bare = { ...chain, reservedMinor: 0 };
  const failed = { outcome: "refused", failure: failureOf(answer), isReleased: true } as const;
  const isGood = answer === "00";
  if (isGood) world.reserved = remainingMinor(chain);
  take(world, afterRenewal(bare, setting, { kind, answer: isGood ? { outcome: "approved" } : failed, now }));
  if (isGood) expect(world.chain.reservedUntil).toEqual(reservationEnd(setting, now));
}

function expectToOpenLater(world: World, setting: RenewalSetting): void {
  const opensAt = captureClosed(moving(world), setting, world.now)?.opensAt ?? null;
  if (opensAt !== null) expect(opensAt > world.now).toBe(true);
}

function capture(world: World, setting: RenewalSetting, wish: Extract<Action, { kind: "capture" }>): void {
  const { chain, now } = world;
  const decided = decideCapture(moving(world), setting, wish, now);
  expectToOpenLater(world, setting);
  if (!decided.ok) return;
  if (decided.value.kind === "stop") {
    take(world, afterCancel(chain, "manual"));
    return;
  }
  if (!wish.works) {
    if (isLive(chain)) take(world, afterFailedAction(chain));
    return;
  }
  const { minor, isFinal } = decided.value;
  expect(minor).toBeLessThanOrEqual(world.reserved);
  world.captured += minor;
  world.reserved = isFinal ? 0 : world.reserved - minor;
  take(world, afterCapture(chain, setting, decided.value, now));
}

function reverse(world: World, setting: RenewalSetting): void {
  const { chain, now } = world;
  const decided = decideReverse(moving(world), { seen: null, creditedMinor: 0 }, now);
  if (!decided.ok) return;
  if (decided.value === "reversing") {
    world.reserved = 0;
    take(world, afterReversal(chain));
    return;
  }
  world.captured -= chain.lastActionMinor;
  world.reserved += chain.lastActionMinor;
  take(world, afterUncapture(chain, setting));
}

function act(world: World, setting: RenewalSetting, action: Action): void {
  switch (action.kind) {
    case "wait":
      world.now = new Date(world.now.getTime() + action.minutes * minuteMs);
      if (hasLapsed(world.chain, world.now)) {
        take(world, lapsed(world.chain));
        world.reserved = 0;
      }
      return;
    case "run":
      run(world, setting, action.answer);
      return;
    case "capture":
      capture(world, setting, action);
      return;
    case "cancel":
      if (decideCancel(moving(world)).ok) take(world, afterCancel(world.chain, "cancelauth"));
      return;
    case "reverse":
      reverse(world, setting);
  }
}

it(
  "never reserves more than what is left, captures more than was authorised, renews what has stopped or hopes twice",
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(settings, fc.array(actions, { minLength: 20, maxLength: 120 }), (setting, steps) => {
        const until = reservationEnd(setting, begun);
        const opening = {
          amountMinor: original,
          authorisedAt: begun,
          reservedUntil: until,
          isSimulated: true,
        };
        const chain = openedChain(opening, setting);
        const world = { chain, now: begun, reserved: original, captured: 0, hopes: 0, hasStopped: false };
        for (const step of steps) {
          act(world, setting, step);
          const { reservedMinor, capturedMinor } = world.chain;
          expect(world.reserved).toBe(reservedMinor);
          expect(world.captured).toBe(capturedMinor);
          expect(reservedMinor).toBeLessThanOrEqual(remainingMinor(world.chain));
          expect(capturedMinor + reservedMinor).toBeLessThanOrEqual(original);
          expect(remainingMinor(world.chain)).toBeGreaterThanOrEqual(0);
          expect(world.hopes).toBeLessThanOrEqual(1);
          // What has stopped has an end, or its payment would be held for ever.
          if (world.chain.state === "stopped") expect(world.chain.lapsesAt).not.toBeNull();
        }
      }),
      { numRuns: 1_500, seed: 20_261_122 },
    );
  },
);
