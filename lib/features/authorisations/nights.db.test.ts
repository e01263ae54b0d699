import { describe, expect, it } from "vitest";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { reverseLast } from "@/lib/features/authorisations/commands/reverse-last";
import { stopRenewal } from "@/lib/features/authorisations/commands/stop-renewal";
import type { RenewalSetting } from "@/lib/features/authorisations/model";
import { hopeRunAfter, nightEnd, nightStart } from "@/lib/kernel/nights";
import { plusDays } from "@/lib/kernel/zoned-day";
import { actorOf } from "@/prisma/factories/payment";
import type { Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { chainOf, expectAgreement, historyOf, renewingShop, reserve, tick } from "@/scripts/test/chains";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const at = useClock();

const firstDay = "2026-10-01";
const nights = 200;

type Act = (shop: Shop, paymentId: string) => Promise<unknown>;
type Life = {
  readonly rule: string;
  readonly own?: Partial<RenewalSetting>;
  readonly minor?: number;
  /** What a person does at noon of a day, counted from the first. */
  readonly noons?: Readonly<Record<number, Act>>;
  /** Days from the first on, by what happened in their night or at their noon. */
  readonly expected: readonly (readonly [event: string, ...days: number[]])[];
  readonly end: Readonly<Record<string, unknown>>;
};

const capture =
  (minor: number | null, finish = false): Act =>
  (shop, paymentId) =>
    captureChain(actorOf(shop), { paymentId, minor, finish });
const stop: Act = (shop, paymentId) => stopRenewal(actorOf(shop), { paymentId });
const reverse: Act = (shop, paymentId) => reverseLast(actorOf(shop), { paymentId, seen: null });

const mail = { failureNotice: "email", failureEmail: "ops@shop.example" } as const;
const every = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
/** Both halves of renewals in these nights. */
const renewed = (...days: number[]) => [["release", ...days] as const, ["renew", ...days] as const];

/** The first day's noon is the authorisation; a week later the night of day 8 is due, then every week. */
const lives: readonly Life[] = [
  {
    rule: "CT-1 every seven nights, until 30 days are over",
    expected: [["authorise", 0], ...renewed(8, 15, 22, 29), ["stop", 30], ["lapse", 60]],
    end: { state: "lapsed", reason: "max_age", renewals: 4, payment: "cancelled" },
  },
  {
    rule: "CT-3 not again after a renewal that failed",
    minor: 55_12,
    expected: [
      ["authorise", 0],
      ["release", 8],
      ["stop", 8],
      ["lapse", 9],
    ],
    end: { state: "lapsed", reason: "renewal_failed", renewals: 0, payment: "cancelled" },
  },
  {
    rule: "CT-4, CT-E1 for 180 days, across nights of 25 and 23 hours",
    own: { stopAfterDays: 180 },
    expected: [["authorise", 0], ...renewed(...every(8, 176, 7)), ["stop", 180]],
    end: { state: "stopped", reason: "max_age", renewals: 25 },
  },
  {
    rule: "CT-5 the rest is lost where authorisations are not split",
    own: { splitting: false },
    noons: { 2: capture(60_00), 3: capture(1_00) },
    expected: [
      ["authorise", 0],
      ["capture_and_lapse", 2],
    ],
    end: { state: "lapsed", captured: 60_00, paid: 60_00, payment: "completed" },
  },
  {
    rule: "CT-6, CT-11 a part a day, split overnight, on whatever reservation lives",
    noons: { 1: capture(10_00), 2: capture(20_00), 12: capture(30_00), 13: capture(null) },
    expected: [
      ...([
        ["authorise", 0],
        ["capture_part", 1],
        ["release", 2, 3, 10, 13],
        ["split", 2, 3, 13],
      ] as const),
      ...([
        ["capture_part", 2],
        ["renew", 10],
        ["capture_part", 12],
        ["capture_rest", 13],
      ] as const),
    ],
    end: { state: "captured", captured: 100_00, paid: 100_00, payment: "completed" },
  },
  {
    rule: "CT-7 in realtime the rest is reserved the same day, and renewed from then on",
    own: { realtime: true, ...mail, stopAfterDays: 20 },
    noons: { 1: capture(10_00) },
    expected: [
      ...([
        ["authorise", 0],
        ["capture_part", 1],
        ["release", 1, 9, 16],
        ["split", 1],
        ["renew", 9, 16],
      ] as const),
      ...([
        ["stop", 20],
        ["lapse", 47],
      ] as const),
    ],
    end: { state: "lapsed", captured: 10_00, payment: "completed" },
  },
  {
    rule: "CT-10 not after a capture that failed",
    noons: { 3: capture(66_01) },
    expected: [
      ["authorise", 0],
      ["refuse", 3],
      ["lapse", 31],
    ],
    end: { state: "lapsed", reason: "failed_action", renewals: 0 },
  },
  {
    rule: "CT-12, CT-13 not after a reversal",
    noons: { 3: reverse },
    expected: [
      ["authorise", 0],
      ["reverse", 3],
    ],
    end: { state: "reversed", reserved: 0, payment: "cancelled" },
  },
  {
    rule: "CT-13 not after cancelauth, and the reservation runs out by itself",
    noons: { 10: stop },
    expected: [["authorise", 0], ...renewed(8), ["stop", 10], ["lapse", 39]],
    end: { state: "lapsed", reason: "cancelauth", renewals: 1 },
  },
  {
    rule: "CT-13 not after a capture of 0.00",
    noons: { 2: capture(0) },
    expected: [
      ["authorise", 0],
      ["stop", 2],
      ["lapse", 31],
    ],
    end: { state: "lapsed", reason: "manual", captured: 0 },
  },
  {
    rule: "CT-14 a hope run that works, and then as before",
    own: { hopeRun: true, stopAfterDays: 20 },
    minor: 55_13,
    expected: [
      ["authorise", 0],
      ["release", 8, 17],
      ["fail_for_now", 8],
      ["hope", 9],
      ["renew", 17],
      ["stop", 20],
      ["lapse", 48],
    ],
    end: { state: "lapsed", reason: "max_age", renewals: 2 },
  },
  {
    rule: "CT-14 one hope run, and no other",
    own: { hopeRun: true },
    minor: 55_01,
    expected: [
      ["authorise", 0],
      ["release", 8],
      ["fail_for_now", 8],
      ["stop", 9],
      ["lapse", 10],
    ],
    end: { state: "lapsed", reason: "hope_failed", renewals: 0 },
  },
  {
    rule: "CT-14, CT-E6 no hope run after cancelauth",
    own: { hopeRun: true },
    minor: 55_13,
    noons: { 8: stop },
    expected: [
      ["authorise", 0],
      ["release", 8],
      ["fail_for_now", 8],
      ["stop", 8],
      ["lapse", 9],
    ],
    end: { state: "lapsed", reason: "cancelauth", renewals: 0, reserved: 0, payment: "cancelled" },
  },
  {
    rule: "CT-15 simulated payments are left alone where nobody asked for more",
    own: { renewsSimulated: false },
    expected: [
      ["authorise", 0],
      ["stop", 30],
      ["lapse", 31],
    ],
    end: { state: "lapsed", renewals: 0 },
  },
  {
    rule: "CT-18 not after a capture that finishes the authorisation",
    noons: { 9: capture(60_00, true) },
    expected: [["authorise", 0], ...renewed(8), ["capture_and_stop", 9], ["lapse", 39]],
    end: { state: "lapsed", reason: "finish_auth", captured: 60_00, payment: "completed" },
  },
  {
    rule: "CT-E3 a capture of all that is left is a full one",
    noons: { 9: capture(100_00) },
    expected: [["authorise", 0], ...renewed(8), ["capture_rest", 9]],
    end: { state: "captured", captured: 100_00 },
  },
  {
    rule: "CT-E4 a capture that is taken back the same day leaves all as it was",
    own: { stopAfterDays: 12 },
    noons: { 2: async (shop, id) => [await capture(60_00)(shop, id), await reverse(shop, id)] },
    expected: [
      ["authorise", 0],
      ["capture_part", 2],
      ["uncapture", 2],
      ...renewed(8),
      ["stop", 12],
      ["lapse", 39],
    ],
    end: { state: "lapsed", captured: 0, payment: "cancelled" },
  },
  {
    rule: "CT-E5 not on the stop day",
    own: { stopAfterDays: 8 },
    expected: [
      ["authorise", 0],
      ["stop", 8],
      ["lapse", 31],
    ],
    end: { state: "lapsed", renewals: 0 },
  },
];

const dayOf = (number: number) => plusDays(firstDay, number);
const wordsOf = ({ expected }: Life) =>
  expected.flatMap(([event, ...days]) => days.map((day) => `${event} ${dayOf(day)}`)).sort();

type Living = { readonly life: Life; readonly shop: Shop; readonly id: string };

async function live(living: readonly Living[], number: number): Promise<void> {
  const shops = living.map(({ shop }) => shop);
  const start = nightStart(dayOf(number));
  const noon = new Date(`${dayOf(number)}T11:00:00Z`);
  const moments = [start, nightEnd(start), hopeRunAfter(new Date(start.getTime() - 86_400_000)), noon];
  for (const moment of moments) {
    at(moment.toISOString());
    await tick(moment.toISOString(), shops);
  }
  let acted = false;
  for (const { life, shop, id } of living) {
    const act = life.noons?.[number];
    if (act === undefined) continue;
    await act(shop, id);
    acted = true;
  }
  if (!acted) return;
  const split = new Date(noon.getTime() + 3 * 60_000).toISOString();
  at(split);
  await tick(split, shops);
}

describe("200 nights", () => {
  it("go as the table of expected nights says, and the acquirer's books with them", async () => {
    at(`${firstDay}T10:00:00Z`);
    const living: Living[] = [];
    for (const life of lives) {
      const shop = await renewingShop(life.own);
      living.push({ life, shop, id: await reserve(shop, life.minor ?? 100_00) });
    }
    for (let number = 1; number <= nights; number += 1) await live(living, number);
    for (const { life, id } of living) {
      expect.soft((await historyOf(id)).sort(), life.rule).toEqual(wordsOf(life));
      expect.soft(await chainOf(id), life.rule).toMatchObject(life.end);
      await expectAgreement(id);
    }
  }, 600_000);
});
