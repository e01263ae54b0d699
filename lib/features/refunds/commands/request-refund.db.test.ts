import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { requestRefund, type RefundWish } from "@/lib/features/refunds/commands/request-refund";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { drain } from "@/scripts/test/drain";

useAcquirer();

const card = { number: "4111111111111111", expiry: "12/30", securityCode: "123" };

async function completedPayment(shop: Shop, minor: number): Promise<string> {
  const created = await createPayment(actorOf(shop), {
    websiteId: shop.websiteId,
    intentId: `pay-${minor.toString()}-${Math.random().toString()}`,
    amount: { minor, currency: "EUR" },
    method: "card",
    card,
    captureMode: "immediate",
  });
  if (!created.ok) throw new Error(created.error);
  return created.value.paymentId;
}

const balanceOf = async (id: string) => {
  const [row] = await rowsOf<{ status: string; captured: number; refunded: number; reserved: number }>(
    `select status, captured_minor::int as captured, refunded_minor::int as refunded, reserved_minor::int as reserved
     from payment where id = $1`,
    [id],
  );
  return row;
};

const refundsOf = (paymentId: string) =>
  rowsOf<{ status: string; amount: number; inquiries: number }>(
    "select status, amount_minor::int as amount, inquiries from refund where payment_id = $1 order by created_at",
    [paymentId],
  );

const euros = (minor: number) => ({ minor, currency: "EUR" });

describe("a refund is paid once", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await makeShop();
  });

  it("gives 50 parallel callers true answers and never more than was captured", async () => {
    const paymentId = await completedPayment(shop, 100_00);
    const actor = actorOf(shop);
    const wishes: RefundWish[] = Array.from({ length: 50 }, (_, index) => ({
      paymentId,
      amount: euros(index % 5 === 4 ? 99_00 : 7_00),
      intentId: `intent-${Math.floor(index / 2).toString()}${index % 5 === 4 ? "-big" : ""}`,
      seenLeft: null,
    }));
    const answers = await Promise.all(wishes.map((wish) => requestRefund(actor, wish)));

    const stored = await refundsOf(paymentId);
    const newOnes = answers.filter((answer) => answer.ok && !answer.value.repeated);
    expect(newOnes).toHaveLength(stored.length);
    expect(stored.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(100_00);
    for (const answer of answers) {
      if (!answer.ok) expect(["more_than_left", "nothing_left", "intent_used"]).toContain(answer.error);
    }
    const byIntent = new Map<string, Set<string>>();
    answers.forEach((answer, index) => {
      if (!answer.ok) return;
      const key = wishes[index]?.intentId ?? "";
      byIntent.set(key, (byIntent.get(key) ?? new Set()).add(answer.value.refundId));
    });
    for (const refunds of byIntent.values()) expect(refunds.size).toBe(1);

    await drain("all");
    const balance = await balanceOf(paymentId);
    expect(balance).toMatchObject({ captured: 100_00, reserved: 0 });
    expect(balance?.refunded).toBe(stored.reduce((sum, { amount }) => sum + amount, 0));
  });

  it("refuses the same intent with another amount", async () => {
    const paymentId = await completedPayment(shop, 50_00);
    const wish = { paymentId, amount: euros(10_00), intentId: "same", seenLeft: 50_00 };
    const first = await requestRefund(actorOf(shop), wish);
    const second = await requestRefund(actorOf(shop), { ...wish, amount: euros(11_00) });
    const third = await requestRefund(actorOf(shop), wish);
    expect(first).toMatchObject({ ok: true, value: { repeated: false } });
    expect(second).toEqual({ ok: false, error: "intent_used" });
    expect(third).toMatchObject({ ok: true, value: { repeated: true } });
  });

  it("refuses a page that shows an old balance", async () => {
    const paymentId = await completedPayment(shop, 60_00);
    const actor = actorOf(shop);
    await requestRefund(actor, { paymentId, amount: euros(10_00), intentId: "first tab", seenLeft: 60_00 });
    const stale = await requestRefund(actor, {
      paymentId,
      amount: euros(10_00),
      intentId: "second tab",
      seenLeft: 60_00,
    });
    expect(stale).toEqual({ ok: false, error: "balance_changed" });
  });

  it("answers not_found for another merchant's payment, as for nonsense", async () => {
    const paymentId = await completedPayment(shop, 20_00);
    const stranger = actorOf(await makeShop());
    const wish = { amount: euros(1_00), intentId: "x", seenLeft: null };
    expect(await requestRefund(stranger, { ...wish, paymentId })).toEqual({ ok: false, error: "not_found" });
    expect(await requestRefund(stranger, { ...wish, paymentId: crypto.randomUUID() })).toEqual({
      ok: false,
      error: "not_found",
    });
  });

  it("keeps the books right over random refunds, declines and lost answers", async () => {
    const amounts = fc.array(fc.constantFrom(1_00, 5_00, 77_01, 77_05, 30_00, 110_00), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(amounts, async (wanted) => {
        const paymentId = await completedPayment(shop, 200_00);
        const actor = actorOf(shop);
        await Promise.all(
          wanted.map((minor, index) =>
            requestRefund(actor, {
              paymentId,
              amount: euros(minor),
              intentId: `${paymentId} ${index.toString()}`,
              seenLeft: null,
            }),
          ),
        );
        await drain("all");
        const refunds = await refundsOf(paymentId);
        const done = refunds
          .filter(({ status }) => status === "done")
          .reduce((sum, { amount }) => sum + amount, 0);
        expect(await balanceOf(paymentId)).toEqual({
          status: "completed",
          captured: 200_00,
          refunded: done,
          reserved: 0,
        });
        for (const { status, amount } of refunds) expect(status).toBe(amount === 77_01 ? "failed" : "done");
      }),
      { numRuns: 8, seed: 20_261_122 },
    );
  }, 120_000);
});

describe("an unknown outcome (U6)", () => {
  it.each([
    ["the acquirer books and then hangs up", 77_05],
    ["the acquirer answers late after booking", 77_03],
  ])("shows unknown, then done, once: %s", async (_what, minor) => {
    const shop = await makeShop();
    const paymentId = await completedPayment(shop, 200_00);
    await requestRefund(actorOf(shop), { paymentId, amount: euros(minor), intentId: "once", seenLeft: null });
    await drain();
    await expect.poll(async () => (await refundsOf(paymentId))[0]?.status).toBe("unknown");
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: minor });
    await drain("all");
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", amount: minor }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: minor, reserved: 0 });
    const booked = await rowsOf("select from operation where payment_id = $1 and kind = 'refund'", [
      paymentId,
    ]);
    expect(booked).toHaveLength(1);
  });

  it("sends again under the same key when the acquirer surely booked nothing", async () => {
    const shop = await makeShop();
    const paymentId = await completedPayment(shop, 200_00);
    await requestRefund(actorOf(shop), { paymentId, amount: euros(77_04), intentId: "lost", seenLeft: null });
    await drain();
    expect((await refundsOf(paymentId))[0]?.status).toBe("unknown");
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 77_04 });
  });
});
