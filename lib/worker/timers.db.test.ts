import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { fireTimer, slotBefore } from "@/lib/platform/timers";
import { timers } from "@/lib/worker/timers";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { waitingJob } from "@/scripts/test/jobs";
import { useClock } from "@/scripts/test/set-clock";

const at = useClock();
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const timerOf = (name: string) => {
  const timer = timers.find((one) => one.name === name);
  if (timer === undefined) throw new Error(`no timer ${name}`);
  return timer;
};
const settlement = timerOf("settlement");

async function shopWithDuePayment(settleDueDate: string): Promise<Shop> {
  const shop = await makeShop();
  const reserved = { status: "authorised", captureMode: "scheduled", gatewayReference: "AUT-1" } as const;
  await makePayment(shop, { ...reserved, settleStatus: 0, settleDueDate });
  return shop;
}
const jobOf = (shop: Shop) => waitingJob(`payments.settle:${shop.merchantId}`);
const forget = (shop: Shop) =>
  rowsOf("delete from graphile_worker._private_jobs where key = $1", [`payments.settle:${shop.merchantId}`]);

describe("timers", () => {
  it("have the slots of the clock: 23:00 UTC, and each minute", () => {
    expect(slotBefore(settlement, new Date("2031-05-06T22:59:59.999Z")).toISOString()).toBe(
      "2031-05-05T23:00:00.000Z",
    );
    expect(slotBefore(settlement, new Date("2031-05-06T23:00:00Z")).toISOString()).toBe(
      "2031-05-06T23:00:00.000Z",
    );
    expect(slotBefore(timerOf("expiry"), new Date("2031-05-06T10:01:59Z")).toISOString()).toBe(
      "2031-05-06T10:01:00.000Z",
    );
  });

  it("give a slot's work once, however many workers ask at once", async () => {
    at("2031-05-06T23:00:01Z");
    const shop = await shopWithDuePayment("2031-05-06");
    const fired = await Promise.all([1, 2, 3, 4].map(() => fireTimer(settlement)));
    expect(fired.filter(({ merchants }) => merchants > 0)).toHaveLength(1);
    expect(await jobOf(shop)).toMatchObject({ payload: { merchantId: shop.merchantId, day: "2031-05-06" } });
    await forget(shop);
    await fireTimer(settlement);
    expect(await jobOf(shop)).toBeNull();
  });

  it("wait for their hour", async () => {
    at("2032-05-06T23:00:00Z");
    await fireTimer(settlement);
    at("2032-05-07T22:59:59Z");
    const shop = await shopWithDuePayment("2032-05-07");
    await fireTimer(settlement);
    expect(await jobOf(shop)).toBeNull();
    expect((await waitingJob("timer:settlement"))?.runAt).toEqual(new Date("2032-05-07T23:00:00Z"));
    at("2032-05-07T23:00:00Z");
    await fireTimer(settlement);
    expect(await jobOf(shop)).not.toBeNull();
  });

  it("catch up after nights of downtime with one run up to the last night", async () => {
    at("2033-05-06T23:00:00Z");
    await fireTimer(settlement);
    const shop = await shopWithDuePayment("2033-05-07");
    at("2033-05-10T08:00:00Z");
    await fireTimer(settlement);
    expect(await jobOf(shop)).toMatchObject({ payload: { day: "2033-05-09" } });
  });

  it("go on when the sandbox's clock was put back", async () => {
    at("2035-05-06T23:00:00Z");
    await fireTimer(settlement);
    at("2034-05-06T23:00:00Z");
    const shop = await shopWithDuePayment("2034-05-06");
    await fireTimer(settlement);
    expect(await jobOf(shop)).not.toBeNull();
  });
});
