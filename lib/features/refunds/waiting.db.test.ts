import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelRefund } from "@/lib/features/refunds/commands/cancel-refund";
import { changeRefundSettlement } from "@/lib/features/refunds/commands/change-settlement";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import type { Actor } from "@/lib/kernel/access";
import { now, setClock } from "@/lib/platform/clock";
import { handlers } from "@/lib/worker/registry";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { bookedSums, controlAcquirer, useAcquirer } from "@/scripts/test/acquirer";
import { drain } from "@/scripts/test/drain";
import { amex, balanceOf, makePaid, refundsOf, runSettlement } from "@/scripts/test/paid-payment";

useAcquirer();

let shop: Shop;
let eva: Actor;
let restoreClock: () => void = () => undefined;

const hour = 3_600_000;
const waitHours = (hours: number | null) =>
  rowsOf("update website set waiting_refund_hours = $2 where id = $1", [shop.websiteId, hours]);

beforeEach(async () => {
  await rowsOf("delete from graphile_worker._private_jobs", []);
  shop = await makeShop();
  eva = actorOf(shop);
  await waitHours(120);
});
afterEach(async () => {
  restoreClock();
  restoreClock = () => undefined;
  await controlAcquirer({ mode: "normal", balance: null });
});

function laterBy(ms: number) {
  const start = now().getTime() + ms;
  restoreClock();
  restoreClock = setClock(() => new Date(start));
}

const hasBalance = (minor: number) => controlAcquirer({ balance: { minor } });
const tick = async () => {
  laterBy(60_000);
  await handlers["refunds.try_waiting"]({ version: 1, merchantId: shop.merchantId });
};

async function asked(paymentId: string, minor: number, currency = "EUR"): Promise<string> {
  laterBy(1_000);
  const amount = { minor, currency };
  const answer = await requestRefund(eva, {
    paymentId,
    amount,
    intentId: crypto.randomUUID(),
    seenLeft: null,
  });
  if (!answer.ok) throw new Error(answer.error);
  await drain();
  return answer.value.refundId;
}

const statusOf = async (id: string) =>
  (await rowsOf<{ status: string }>("select status from refund where id = $1", [id]))[0]?.status;

describe("PN-13: refunds that wait for the balance", () => {
  it("fail at once where the website does not let them wait", async () => {
    await waitHours(null);
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    await asked(paymentId, 40_00);
    expect(await refundsOf(paymentId)).toMatchObject([
      { status: "failed", declineCode: "balance", settle: 3 },
    ]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 0 });
  });

  it("keep their money reserved, stay in the order of arrival and stop at the first that does not fit", async () => {
    const payments = [await makePaid(shop, { minor: 100_00 }), await makePaid(shop, { minor: 100_00 })];
    const [one = "", two = ""] = payments;
    await hasBalance(0);
    const first = await asked(one, 50_00);
    const second = await asked(two, 10_00);
    const third = await asked(one, 20_00);
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual(
      Array(3).fill("awaiting_balance"),
    );
    expect(await balanceOf(one)).toMatchObject({ refunded: 0, reserved: 70_00 });

    await hasBalance(49_99);
    await tick();
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual(
      Array(3).fill("awaiting_balance"),
    );
    await hasBalance(65_00);
    await tick();
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual([
      "done",
      "done",
      "awaiting_balance",
    ]);
    await hasBalance(20_00);
    await tick();
    expect(await statusOf(third)).toBe("done");
    expect(await balanceOf(one)).toEqual({ captured: 100_00, refunded: 70_00, reserved: 0 });
  });

  it("one website's queue does not stop another's, nor one currency another", async () => {
    const other = await makeShop({ merchantId: shop.merchantId });
    await rowsOf("update website set waiting_refund_hours = 120 where id = $1", [other.websiteId]);
    const big = await makePaid(shop, { minor: 900_00 });
    const small = await makePaid(other, { minor: 10_00 });
    const dollars = await makePaid(shop, { minor: 10_00, currency: "USD" });
    await hasBalance(0);
    const ids = [await asked(big, 900_00), await asked(small, 10_00), await asked(dollars, 10_00, "USD")];
    await hasBalance(10_00);
    await tick();
    expect(await Promise.all(ids.map(statusOf))).toEqual(["awaiting_balance", "done", "done"]);
  });

  it("are cancelled after 120 hours by the system, with the reason, and the money is free again", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    const refundId = await asked(paymentId, 40_00);
    const start = now().getTime();
    laterBy(120 * hour - 120_000);
    await tick();
    expect(await statusOf(refundId)).toBe("awaiting_balance");
    laterBy(start + 120 * hour + 1_000 - now().getTime());
    await tick();
    expect(await statusOf(refundId)).toBe("cancelled");
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 0 });
    const [line] = await rowsOf(
      "select actor, reason from payment_history where refund_id = $1 and to_status = 'cancelled'",
      [refundId],
    );
    expect(line).toEqual({ actor: "system:refunds.try_waiting", reason: "waited_too_long" });
  });

  it("end even behind one that still blocks the queue", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    await waitHours(240);
    const first = await asked(paymentId, 40_00);
    await waitHours(1);
    const second = await asked(paymentId, 20_00);
    laterBy(2 * hour);
    await tick();
    expect([await statusOf(first), await statusOf(second)]).toEqual(["awaiting_balance", "cancelled"]);
  });

  it("can be cancelled by the merchant, who frees the way for the next", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    const first = await asked(paymentId, 90_00);
    const second = await asked(paymentId, 5_00);
    await hasBalance(5_00);
    await cancelRefund(eva, { refundId: first });
    await tick();
    expect(await statusOf(second)).toBe("done");
  });

  it("are paid once by two workers at a time", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    await asked(paymentId, 30_00);
    await asked(paymentId, 40_00);
    await hasBalance(100_00);
    await Promise.all([tick(), tick(), tick()]);
    await tick();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done" }, { status: "done" }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 70_00, reserved: 0 });
  });

  it("are asked about when the answer is lost, and paid once", async () => {
    const paymentId = await makePaid(shop, { minor: 200_00 });
    await hasBalance(0);
    const first = await asked(paymentId, 77_05);
    const second = await asked(paymentId, 5_00);
    expect([await statusOf(first), await statusOf(second)]).toEqual(["unknown", "awaiting_balance"]);
    await hasBalance(100_00);
    await tick();
    expect([await statusOf(first), await statusOf(second)]).toEqual(["unknown", "done"]);
    await drain("all");
    expect(await statusOf(first)).toBe("done");
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 82_05, reserved: 0 });
  });

  it("do not fill the history: tries grow rarer after half an hour", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await hasBalance(0);
    await asked(paymentId, 30_00);
    for (let minute = 0; minute < 45; minute += 1) await tick();
    const [row] = await rowsOf<{ tries: number }>(
      "select inquiries as tries from refund where payment_id = $1",
      [paymentId],
    );
    expect(row?.tries).toBeGreaterThanOrEqual(30);
    expect(row?.tries).toBeLessThanOrEqual(34);
  });
});

describe("a refund that settles later and finds no balance then", () => {
  const scheduled = (card?: string) =>
    makePaid(shop, { minor: 100_00, captureMode: "scheduled", ...(card === undefined ? {} : { card }) });
  const books = async (paymentId: string) => {
    const [row] = await rowsOf<{ reference: string }>(
      "select gateway_reference as reference from payment where id = $1",
      [paymentId],
    );
    return bookedSums(row?.reference ?? "");
  };

  it.each([
    ["asked of the issuer", undefined],
    ["not asked", amex],
  ])("%s: waits and settles when there is money again", async (_what, card) => {
    const paymentId = await scheduled(card);
    const refundId = await asked(paymentId, 40_00);
    await hasBalance(0);
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "awaiting_balance", settle: 1 }]);
    await tick();
    expect(await statusOf(refundId)).toBe("awaiting_balance");
    await hasBalance(40_00);
    await tick();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    expect(await books(paymentId)).toMatchObject({ refunded: 40_00, held: 0 });
  });

  it("held by a person, it neither moves nor blocks; given up, the issuer hears of it", async () => {
    const paymentId = await scheduled();
    const refundId = await asked(paymentId, 40_00);
    const behind = await asked(paymentId, 10_00);
    await hasBalance(0);
    await runSettlement(shop);
    await changeRefundSettlement(eva, { refundId, wanted: { settleStatus: 2 } });
    await hasBalance(10_00);
    await tick();
    expect([await statusOf(refundId), await statusOf(behind)]).toEqual(["awaiting_balance", "done"]);
    laterBy(121 * hour);
    await tick();
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([
      { status: "cancelled", settle: 3 },
      { status: "done" },
    ]);
    expect(await books(paymentId)).toMatchObject({ refunded: 10_00, held: 0 });
  });

  it("fails where the website does not let it wait, and the issuer hears of it", async () => {
    await waitHours(null);
    const paymentId = await scheduled();
    await asked(paymentId, 40_00);
    await hasBalance(0);
    await runSettlement(shop);
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([
      { status: "failed", declineCode: "balance", settle: 3 },
    ]);
    expect(await books(paymentId)).toMatchObject({ refunded: 0, held: 0 });
  });
});
