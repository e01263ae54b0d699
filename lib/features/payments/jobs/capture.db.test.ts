import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { settleDuePayments } from "@/lib/features/payments/jobs/settle";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { bookedSums, useAcquirer } from "@/scripts/test/acquirer";
import { runWaitingJob } from "@/scripts/test/jobs";
import { card, payAt } from "@/scripts/test/pay";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();

const at = useClock();

const pay = (shop: Shop, change: Partial<NewPayment> = {}) =>
  payAt(shop, { amount: { minor: 90_00, currency: "EUR" }, captureMode: "manual", ...change });

const ship = (shop: Shop, paymentId: string) =>
  recordShipment(actorOf(shop), {
    paymentId,
    ...{ intentId: randomUUID(), carrier: null, trackingCode: null, shippedAt: null },
  });

const again = (shop: Shop, paymentId: string) =>
  retryPayment(actorOf(shop), { paymentId, method: "card", card, intentId: randomUUID() });

type Money = {
  readonly status: string;
  readonly settle: number;
  readonly captured: number;
  readonly settles: number;
  readonly wish: number | null;
  readonly due: string | null;
  readonly reference: string;
};
async function moneyOf(id: string): Promise<Money> {
  const [row] = await rowsOf<Money>(
    `select status, settle_status as settle, captured_minor::int as captured, settle_minor::int as settles,
       settle_wish as wish, to_char(settle_due_date, 'YYYY-MM-DD') as due, gateway_reference as reference
     from payment where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error(`no payment ${id}`);
  return row;
}

const operationsOf = (id: string, kind: string) =>
  rowsOf<{ id: string; outcome: string }>(
    "select id, outcome from operation where payment_id = $1 and kind = $2 order by started_at, id",
    [id, kind],
  );
const captureJob = (id: string) => runWaitingJob(`capture:${id}`);

/** Captured at 66.01, which the bank refuses. */
async function refusedCapture(shop: Shop, change: Partial<NewPayment> = {}): Promise<string> {
  const id = await pay(shop, change);
  await rowsOf("update payment set settle_minor = 6601 where id = $1", [id]);
  expect(await ship(shop, id)).toMatchObject({ value: { outcome: "captured" } });
  return id;
}

describe("the safety net of a capture, when its minute has come", () => {
  it("leaves a wallet that the bank refused to the next day's run (domain.md 1.2.1)", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await refusedCapture(shop, { method: "paypal", card: null });
    expect(await moneyOf(id)).toMatchObject({ status: "authorised", settle: 1, due: "2031-05-07" });
    at("2031-05-06T10:01:01Z");
    expect(await captureJob(id)).not.toBeNull();
    expect(await operationsOf(id, "capture")).toHaveLength(1);
    expect(await moneyOf(id)).toMatchObject({ status: "authorised", settle: 1, captured: 0 });
    await settleDuePayments({ version: 1, merchantId: shop.merchantId, day: "2031-05-06" });
    expect(await operationsOf(id, "capture")).toHaveLength(1);
  });

  it("takes nothing of a payment that failed and was authorised anew (FP-8)", async () => {
    const shop = await makeShop();
    const id = await refusedCapture(shop);
    expect(await moneyOf(id)).toMatchObject({ status: "failed", settle: 3 });
    await rowsOf("update payment set shipped_at = null where id = $1", [id]);
    expect((await again(shop, id)).ok).toBe(true);
    expect(await moneyOf(id)).toMatchObject({ status: "authorised", settle: 2, settles: 90_00 });
    expect(await captureJob(id)).not.toBeNull();
    expect(await moneyOf(id)).toMatchObject({ status: "authorised", settle: 2, captured: 0 });
    expect(await operationsOf(id, "capture")).toHaveLength(1);
  });
});

describe("a reversal that is told again", () => {
  it("means the authorisation that it was for, not the customer's new one (U6)", async () => {
    const shop = await makeShop();
    const id = await refusedCapture(shop);
    const { reference: before } = await moneyOf(id);
    const [reversal] = await operationsOf(id, "reverse");
    await rowsOf("update payment set shipped_at = null where id = $1", [id]);
    expect((await again(shop, id)).ok).toBe(true);
    const { reference: after } = await moneyOf(id);
    expect(after).not.toBe(before);
    const key = `reverse:${reversal?.id ?? ""}`;
    await runWaitingJob(key);
    await runWaitingJob(key);
    expect(await bookedSums(before)).toMatchObject({ reversed: 90_00 });
    expect(await bookedSums(after)).toMatchObject({ reversed: 0 });
  });
});

describe("a parcel that left before the bank had answered (FP-11)", () => {
  it("is captured once the bank agrees", async () => {
    const shop = await makeShop();
    const id = await pay(shop, { card: { ...card, number: "4000000000006611" }, requiresShipping: true });
    expect(await moneyOf(id)).toMatchObject({ status: "started" });
    expect(await ship(shop, id)).toMatchObject({ value: { outcome: "recorded" } });
    await expect
      .poll(
        async () => {
          await runWaitingJob(`inquire:${id}`);
          return moneyOf(id);
        },
        { timeout: 15_000, interval: 500 },
      )
      .toMatchObject({ status: "completed", settle: 100, captured: 90_00 });
  });
});

describe("a new attempt of the customer", () => {
  it("settles as the shop asked for the first one (TP-7, PN-10)", async () => {
    const shop = await makeShop();
    await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
    const id = await pay(shop, {
      card: { ...card, number: "4000000000000812" },
      captureMode: "scheduled",
      settleStatus: 2,
      settleDueDate: "2099-12-15",
    });
    expect(await moneyOf(id)).toMatchObject({ status: "rejected" });
    const retried = await again(shop, id);
    if (!retried.ok) throw new Error(retried.error);
    expect(await moneyOf(retried.value.paymentId)).toMatchObject({
      ...{ status: "authorised", settle: 2, wish: 2, due: "2099-12-15" },
    });
  });
});
