import { describe, expect, it } from "vitest";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { handlers } from "@/lib/worker/registry";
import { actorOf } from "@/prisma/factories/payment";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { controlAcquirer, useAcquirer } from "@/scripts/test/acquirer";
import {
  booksOf,
  chainOf,
  expectAgreement,
  historyOf,
  renewingShop,
  reserve,
  tick,
} from "@/scripts/test/chains";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();
const at = useClock();

const begin = "2026-11-02T09:00:00Z";
const dueNight = "2026-11-10T00:30:00Z";
const later = "2026-11-10T00:40:00Z";

const run = (shop: Shop, event: "authorisations.renew" | "authorisations.recover") =>
  handlers[event]({ version: 1, merchantId: shop.merchantId });

async function dueChain(minor = 100_00) {
  at(begin);
  const shop = await renewingShop();
  const id = await reserve(shop, minor);
  at(dueNight);
  return { shop, id };
}

/** The operations of a chain as they were sent: `reverse approved`. */
const operationsOf = async (id: string) =>
  (
    await rowsOf<{ kind: string; outcome: string }>(
      "select kind, outcome from operation where payment_id = $1 and kind <> 'authorise' order by started_at, id",
      [id],
    )
  ).map(({ kind, outcome }) => `${kind} ${outcome}`);

describe("a worker that is killed during a renewal", () => {
  it.each([
    ["before the reversal reaches the acquirer", "down"],
    ["when the acquirer has reversed and nobody heard it", "book-then-die"],
    ["while the acquirer is at fault", "error"],
  ] as const)("%s: the next one asks, and goes on from there", async (_when, mode) => {
    const { shop, id } = await dueChain();
    await controlAcquirer({ mode });
    await run(shop, "authorisations.renew");
    await controlAcquirer({ mode: "normal" });
    expect(await chainOf(id)).toMatchObject({ phase: "releasing", renewals: 0 });
    await run(shop, "authorisations.renew");
    expect(await chainOf(id)).toMatchObject({ phase: "releasing", renewals: 0 });
    at(later);
    await tick(later, [shop]);
    expect(await chainOf(id)).toMatchObject({ state: "active", renewals: 1, phase: null });
    expect(await operationsOf(id)).toEqual(["reverse approved", "renew approved"]);
    expect(await historyOf(id)).toEqual(["authorise 2026-11-02", "release 2026-11-10", "renew 2026-11-10"]);
    await expectAgreement(id);
  });

  it.each([
    ["the new authorisation hangs", 55_02],
    ["it is booked and answered too late", 55_03],
    ["it fails unbooked", 55_04],
    ["it is booked, and the answer is a fault", 55_05],
    ["it is booked, and the line goes dead", 55_06],
  ])("%s: nothing is reserved, and that is to be seen, until somebody asked", async (_what, minor) => {
    const { shop, id } = await dueChain(minor);
    await run(shop, "authorisations.renew");
    expect(await chainOf(id)).toMatchObject({ phase: "unreserved", reserved: 0, renewals: 0 });
    at(later);
    const isBooked = minor === 55_03 || minor === 55_05 || minor === 55_06;
    await tick(later, [shop]);
    if (isBooked) {
      expect(await chainOf(id)).toMatchObject({ state: "active", renewals: 1, phase: null });
      await expectAgreement(id);
    } else {
      expect(await chainOf(id)).toMatchObject({ phase: "unreserved", reserved: 0 });
      expect((await booksOf(id)).reserved).toBe(0);
    }
  });

  it("between the two calls: the new authorisation goes out under the id that it has", async () => {
    const { shop, id } = await dueChain();
    await controlAcquirer({ mode: "book-then-die" });
    await run(shop, "authorisations.renew");
    await controlAcquirer({ mode: "error", count: 1 });
    at(later);
    await run(shop, "authorisations.recover");
    expect(await chainOf(id)).toMatchObject({ phase: "unreserved", reserved: 0 });
    expect((await booksOf(id)).reserved).toBe(0);
    at("2026-11-10T02:00:00Z");
    await run(shop, "authorisations.recover");
    expect(await chainOf(id)).toMatchObject({ renewals: 1, phase: null });
    expect(await operationsOf(id)).toEqual(["reverse approved", "renew approved"]);
    await expectAgreement(id);
  });

  it("does not renew again what it renewed before it died", async () => {
    const { shop, id } = await dueChain();
    await run(shop, "authorisations.renew");
    await run(shop, "authorisations.renew");
    await run(shop, "authorisations.recover");
    await run(shop, "authorisations.renew");
    expect(await chainOf(id)).toMatchObject({ renewals: 1 });
    await expectAgreement(id);
  });
});

describe("several workers", () => {
  it("share a night and renew nothing twice", async () => {
    at(begin);
    const shop = await renewingShop();
    const ids: string[] = [];
    for (let made = 0; made < 30; made += 1) ids.push(await reserve(shop, 10_00 + made));
    at(dueNight);
    await Promise.all([1, 2, 3].map(() => run(shop, "authorisations.renew")));
    for (const id of ids) {
      expect(await chainOf(id)).toMatchObject({ renewals: 1, phase: null });
      expect(await operationsOf(id)).toEqual(["reverse approved", "renew approved"]);
      await expectAgreement(id);
    }
  }, 120_000);
});

describe("a capture that meets a renewal (CT-E2)", () => {
  it("waits for it, and uses the new reservation", async () => {
    const { shop, id } = await dueChain();
    await controlAcquirer({ mode: "slow", delayMs: 700 });
    const renewal = run(shop, "authorisations.renew");
    await expect.poll(async () => (await chainOf(id)).phase, { timeout: 60_000 }).not.toBeNull();
    const captured = await captureChain(actorOf(shop), { paymentId: id, minor: 40_00, finish: false });
    await renewal;
    await controlAcquirer({ mode: "normal" });
    expect(captured).toMatchObject({ value: { outcome: "done", minor: 40_00 } });
    expect(await historyOf(id)).toEqual([
      ...["authorise 2026-11-02", "release 2026-11-10", "renew 2026-11-10", "capture_part 2026-11-10"],
    ]);
    await expectAgreement(id);
  }, 120_000);
});

describe("a capture without an answer", () => {
  it("stays open, keeps everything else away, and is booked once when somebody asked (U6)", async () => {
    at(begin);
    const shop = await renewingShop();
    const id = await reserve(shop);
    await controlAcquirer({ mode: "book-then-die" });
    const captured = await captureChain(actorOf(shop), { paymentId: id, minor: 40_00, finish: true });
    expect(captured).toMatchObject({ value: { outcome: "unknown" } });
    await controlAcquirer({ mode: "normal" });
    expect(await chainOf(id)).toMatchObject({ phase: "capturing", captured: 0 });
    at(dueNight);
    await tick(dueNight, [shop]);
    expect(await chainOf(id)).toMatchObject({
      state: "stopped",
      reason: "finish_auth",
      captured: 40_00,
      paid: 40_00,
    });
    await expectAgreement(id);
  });
});
