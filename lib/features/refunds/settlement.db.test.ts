import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelRefund } from "@/lib/features/refunds/commands/cancel-refund";
import {
  changeRefundSettlement,
  changeSeenRefundSettlement,
} from "@/lib/features/refunds/commands/change-settlement";
import { claimDue } from "@/lib/features/refunds/commands/hand-over";
import { requestRefund, type RefundWish } from "@/lib/features/refunds/commands/request-refund";
import type { Actor } from "@/lib/kernel/access";
import type { WantedSettlement } from "@/lib/features/settlement/model";
import { now, setClock } from "@/lib/platform/clock";
import { systemActor } from "@/lib/platform/outbox";
import { handlers } from "@/lib/worker/registry";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { bookedSums, controlAcquirer, useAcquirer } from "@/scripts/test/acquirer";
import { drain } from "@/scripts/test/drain";
import { amex, balanceOf, makePaid, mastercard, refundsOf, runSettlement } from "@/scripts/test/paid-payment";

useAcquirer();

let shop: Shop;
let eva: Actor;
let restoreClock: () => void = () => undefined;

beforeEach(async () => {
  // A reversal that is never answered is asked about for ever.
  await rowsOf("delete from graphile_worker._private_jobs", []);
  shop = await makeShop({ captureMode: "scheduled" });
  eva = actorOf(shop);
});
afterEach(async () => {
  restoreClock();
  restoreClock = () => undefined;
  await controlAcquirer({ mode: "normal" });
});

const laterBy = (ms: number) => {
  const start = now().getTime() + ms;
  restoreClock();
  restoreClock = setClock(() => new Date(start));
};

const paid = (minor = 200_00, card?: string) =>
  makePaid(shop, { minor, captureMode: "scheduled", ...(card === undefined ? {} : { card }) });

async function asked(paymentId: string, minor: number, more: Partial<RefundWish> = {}): Promise<string> {
  const amount = { minor, currency: "EUR" };
  const wish = { paymentId, amount, intentId: crypto.randomUUID(), seenLeft: null, ...more };
  const answer = await requestRefund(eva, wish);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.refundId;
}

/** Asked of the issuer, where one is asked. */
async function agreed(paymentId: string, minor: number, more: Partial<RefundWish> = {}): Promise<string> {
  const refundId = await asked(paymentId, minor, more);
  await drain();
  const refunds = await refundsOf(paymentId);
  expect(refunds.find(({ id }) => id === refundId)).toMatchObject({ status: "accepted" });
  return refundId;
}

const confirm = () => handlers["refunds.confirm"]({ version: 1, merchantId: shop.merchantId });
const change = (refundId: string, wanted: WantedSettlement) =>
  changeRefundSettlement(eva, { refundId, wanted });

it("a page that is out of date decides nothing about a refund", async () => {
  const refundId = await agreed(await paid(), 60_00);
  const [refund] = await rowsOf<{ due: string }>(
    "select settle_due_date::text as due from refund where id = $1",
    [refundId],
  );
  const seen = { settleStatus: 0, settleMinor: 60_00, settleDueDate: refund?.due ?? null };
  const wish = { refundId, wanted: { settleStatus: 2 } } as const;
  const stale = [
    { ...seen, settleStatus: 1 },
    { ...seen, settleMinor: 50_00 },
    { ...seen, settleDueDate: "2020-01-01" },
  ];
  for (const old of stale)
    expect(await changeSeenRefundSettlement(eva, { ...wish, seen: old })).toEqual({
      ok: false,
      error: "changed_meanwhile",
    });
  expect(await changeSeenRefundSettlement(eva, { ...wish, seen })).toMatchObject({ ok: true });
  const statuses = await rowsOf("select settle_status as settle from refund where id = $1", [refundId]);
  expect(statuses).toEqual([{ settle: 2 }]);
});

async function booksOf(paymentId: string) {
  const [row] = await rowsOf<{ reference: string }>(
    "select gateway_reference as reference from payment where id = $1",
    [paymentId],
  );
  return bookedSums(row?.reference ?? "");
}

describe("TP-22: the issuer agrees first, the money moves at the settlement", () => {
  it.each([
    ["Visa, asked", undefined],
    ["Mastercard, asked", mastercard],
  ])("%s", async (_what, card) => {
    const paymentId = await paid(200_00, card);
    await agreed(paymentId, 60_00);
    expect(await refundsOf(paymentId)).toMatchObject([{ settle: 0 }]);
    expect(await balanceOf(paymentId)).toEqual({ captured: 200_00, refunded: 0, reserved: 60_00 });
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 0, held: 60_00 });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    expect(await balanceOf(paymentId)).toEqual({ captured: 200_00, refunded: 60_00, reserved: 0 });
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 60_00, held: 0 });
  });

  it("American Express, not asked: accepted at once with the fixed text", async () => {
    const paymentId = await paid(200_00, amex);
    await asked(paymentId, 60_00);
    expect(await refundsOf(paymentId)).toMatchObject([
      { status: "accepted", settle: 0, authCode: "REFUND ACCEPTED" },
    ]);
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 0, held: 0 });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 60_00, held: 0 });
  });

  it("a declined one ends as failed at 3 and gives the money back", async () => {
    const paymentId = await paid();
    await asked(paymentId, 77_01);
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "failed", settle: 3, declineCode: "05" }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 0 });
  });

  it("counts into the settlement run of the day", async () => {
    const paymentId = await paid();
    await agreed(paymentId, 60_00);
    await agreed(paymentId, 77_21);
    await runSettlement(shop);
    const [run] = await rowsOf("select settled, refused, sums from settlement_run where merchant_id = $1", [
      shop.merchantId,
    ]);
    expect(run).toEqual({
      settled: 2,
      refused: 1,
      sums: [{ currency: "EUR", paid: 200_00, refunded: 60_00 }],
    });
  });
});

describe("TP-20: before the settlement nothing is refunded", () => {
  it("refuses while the payment waits, and the rest in full afterwards", async () => {
    const suspended = await makeShop({ captureMode: "manual" });
    const { createPayment } = await import("@/lib/features/payments/commands/create-payment");
    const created = await createPayment(actorOf(suspended), {
      websiteId: suspended.websiteId,
      intentId: crypto.randomUUID(),
      amount: { minor: 50_00, currency: "EUR" },
      method: "card",
      card: { number: "4111111111111111", expiry: "12/30", securityCode: "123" },
      captureMode: null,
    });
    if (!created.ok) throw new Error(created.error);
    const wish = {
      paymentId: created.value.paymentId,
      amount: { minor: 1_00, currency: "EUR" },
      intentId: crypto.randomUUID(),
      seenLeft: null,
    };
    expect(await requestRefund(actorOf(suspended), wish)).toEqual({ ok: false, error: "not_completed" });
    const paymentId = await paid(50_00);
    await agreed(paymentId, 20_00);
    expect(
      await requestRefund(eva, { ...wish, paymentId, amount: { minor: 30_01, currency: "EUR" } }),
    ).toEqual({
      ok: false,
      error: "more_than_left",
    });
    await agreed(paymentId, 30_00);
  });
});

describe("TP-21: a refund can be held, changed and cancelled before it settles", () => {
  it("suspended it stays, released it settles, each with a line of history", async () => {
    const paymentId = await paid();
    const refundId = await agreed(paymentId, 60_00);
    expect(await change(refundId, { settleStatus: 2 })).toMatchObject({
      value: { event: "suspend", settleStatus: 2 },
    });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "accepted", settle: 2 }]);
    expect(await change(refundId, { settleStatus: 2 })).toEqual({ ok: false, error: "nothing_changed" });
    expect(await change(refundId, { settleStatus: 1 })).toMatchObject({ value: { event: "release" } });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    const lines = await rowsOf(
      "select event, from_settle as before, to_settle as after from payment_history where refund_id = $1 and event in ('suspend', 'release') order by at, id",
      [refundId],
    );
    expect(lines).toEqual([
      { event: "suspend", before: 0, after: 2 },
      { event: "release", before: 2, after: 1 },
    ]);
    expect(await change(refundId, { settleStatus: 2 })).toEqual({ ok: false, error: "already_settled" });
  });

  it("TP-9 is cancelled seven days after it was agreed to when nobody releases it", async () => {
    const paymentId = await paid();
    await agreed(paymentId, 60_00, { settleStatus: 2 });
    const endIt = () => handlers["refunds.end_suspensions"]({ version: 1, merchantId: shop.merchantId });
    laterBy(7 * 24 * 3_600_000 - 60_000);
    await endIt();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "accepted", settle: 2 }]);
    laterBy(60_000);
    await endIt();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "cancelled", settle: 3 }]);
    expect(await balanceOf(paymentId)).toMatchObject({ reserved: 0, refunded: 0 });
    await drain();
    expect(await booksOf(paymentId)).toMatchObject({ held: 0, refunded: 0 });
  });

  it("starts suspended where it was asked for so", async () => {
    const paymentId = await paid();
    await agreed(paymentId, 60_00, { settleStatus: 2, orderReference: "R-1" });
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "accepted", settle: 2 }]);
  });

  it("cancelled it is taken back at the issuer, and the money can be refunded again", async () => {
    const paymentId = await paid();
    const refundId = await agreed(paymentId, 200_00);
    expect(await cancelRefund(eva, { refundId })).toEqual({ ok: true, value: { status: "cancelled" } });
    await drain();
    expect(await booksOf(paymentId)).toMatchObject({ held: 0, refunded: 0 });
    expect(await balanceOf(paymentId)).toMatchObject({ reserved: 0, refunded: 0 });
    expect(await change(refundId, { settleStatus: 0 })).toEqual({ ok: false, error: "already_cancelled" });
    expect(await cancelRefund(eva, { refundId })).toEqual({ ok: false, error: "ended_before" });
    await agreed(paymentId, 200_00);
    await runSettlement(shop);
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 200_00, held: 0 });
  });

  it.each([
    ["hangs up", 88_02],
    ["books and then answers an error", 88_05],
  ])(
    "asks the issuer again under the same key when it %s",
    async (_what, minor) => {
      const paymentId = await paid();
      const refundId = await agreed(paymentId, minor);
      await cancelRefund(eva, { refundId });
      await drain();
      const operation = () =>
        rowsOf<{ outcome: string }>(
          "select outcome from operation where refund_id = $1 and kind = 'reverse'",
          [refundId],
        );
      expect(await operation()).toEqual([{ outcome: "unknown" }]);
      if (minor !== 88_05) return;
      await drain("all");
      expect(await operation()).toEqual([{ outcome: "approved" }]);
      expect(await booksOf(paymentId)).toMatchObject({ held: 0, refunded: 0 });
    },
    30_000,
  );

  it("gives back less when the amount is lowered, and the rest of the reserve with the settlement", async () => {
    const paymentId = await paid();
    const refundId = await agreed(paymentId, 60_00);
    expect(await change(refundId, { settleMinor: 60_01 })).toEqual({
      ok: false,
      error: "amount_above_authorised",
    });
    expect(
      await change(refundId, { settleMinor: 25_00, settleDueDate: "2026-01-01", orderReference: "R-7" }),
    ).toMatchObject({
      value: { event: "update", changes: { settleMinor: [60_00, 25_00], orderReference: [null, "R-7"] } },
    });
    expect(await balanceOf(paymentId)).toMatchObject({ reserved: 60_00 });
    await runSettlement(shop);
    expect(await balanceOf(paymentId)).toEqual({ captured: 200_00, refunded: 25_00, reserved: 0 });
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 25_00, held: 0 });
  });

  it("TP-7: waits for a later due day", async () => {
    const paymentId = await paid();
    const refundId = await agreed(paymentId, 60_00);
    const day = new Date(now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
    await change(refundId, { settleDueDate: day });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "accepted", settle: 0 }]);
    laterBy(3 * 86_400_000);
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done" }]);
  });

  it("changes a field and cancels in one request (TP-E4)", async () => {
    const paymentId = await paid();
    const refundId = await agreed(paymentId, 60_00);
    expect(await change(refundId, { settleStatus: 3, orderReference: "R-9" })).toMatchObject({
      value: { event: "cancel" },
    });
    const [row] = await rowsOf("select status, order_reference as reference from refund where id = $1", [
      refundId,
    ]);
    expect(row).toEqual({ status: "cancelled", reference: "R-9" });
  });

  it("a refund that is paid at once has no settlement to change", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await asked(paymentId, 60_00);
    expect(await change(refundId, { settleStatus: 2 })).toEqual({ ok: false, error: "not_authorised" });
  });
});

describe("the acquirer's faults at the settlement", () => {
  it.each([
    ["declines", 77_21, "failed", 0],
    ["books and leaves the answer out", 77_25, "done", 77_25],
  ] as const)("%s", async (_what, minor, status, refunded) => {
    const paymentId = await paid();
    await agreed(paymentId, minor);
    await runSettlement(shop);
    if (status === "done") {
      expect(await refundsOf(paymentId)).toMatchObject([{ status: "unknown", settle: 10 }]);
      expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: minor });
      laterBy(10 * 60_000);
      await confirm();
    }
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([{ status, settle: status === "done" ? 100 : 3 }]);
    expect(await balanceOf(paymentId)).toEqual({ captured: 200_00, refunded, reserved: 0 });
    expect(await booksOf(paymentId)).toMatchObject({ refunded, held: 0 });
  });

  it.each(["down", "error", "book-then-die"])("%s: nobody knows, then each is paid once", async (mode) => {
    const ids = [await paid(), await paid(), await paid(100_00, amex)];
    for (const id of ids) await asked(id, 60_00);
    await drain();
    await controlAcquirer({ mode });
    await runSettlement(shop);
    for (const id of ids) expect(await refundsOf(id)).toMatchObject([{ status: "unknown", settle: 10 }]);
    await confirm();
    await controlAcquirer({ mode: "normal" });
    laterBy(10 * 60_000);
    await Promise.all([confirm(), confirm()]);
    for (const id of ids) {
      expect(await refundsOf(id)).toMatchObject([{ status: "done", settle: 100 }]);
      expect(await balanceOf(id)).toMatchObject({ refunded: 60_00, reserved: 0 });
      expect(await booksOf(id)).toMatchObject({ refunded: 60_00, held: 0 });
    }
  });

  it("a crash between claim and answer is taken up under the same keys, and not before its lease is over", async () => {
    const paymentId = await paid();
    await agreed(paymentId, 60_00);
    await claimDue(systemActor(shop.merchantId, "killed"), now().toISOString().slice(0, 10));
    await confirm();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "sent", settle: 10 }]);
    laterBy(31_000);
    await confirm();
    await confirm();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    expect(await booksOf(paymentId)).toMatchObject({ refunded: 60_00, held: 0 });
    const operations = await rowsOf(
      "select from operation where payment_id = $1 and kind = 'refund' and held_until is null and outcome = 'approved' and code = '00'",
      [paymentId],
    );
    expect(operations.length).toBeGreaterThan(0);
  });

  it("runs on two workers at once without paying anything twice", async () => {
    const ids: string[] = [];
    for (let made = 0; made < 6; made += 1) ids.push(await paid(100_00, amex));
    for (const id of ids) await asked(id, 40_00);
    await Promise.all([runSettlement(shop), runSettlement(shop), runSettlement(shop)]);
    await runSettlement(shop);
    for (const id of ids) {
      expect(await refundsOf(id)).toMatchObject([{ status: "done" }]);
      expect(await booksOf(id)).toMatchObject({ refunded: 40_00, held: 0 });
    }
    const [run] = await rowsOf("select sums from settlement_run where merchant_id = $1", [shop.merchantId]);
    expect(run).toMatchObject({ sums: [{ currency: "EUR", refunded: 240_00 }] });
  });
});

type Move =
  | readonly ["ask", number]
  | readonly ["suspend" | "release" | "cancel" | "lower", number]
  | readonly ["run" | "work" | "confirm"];

const wants: Readonly<Record<string, WantedSettlement>> = {
  suspend: { settleStatus: 2 },
  release: { settleStatus: 1 },
  lower: { settleMinor: 1_00 },
};

const works: Readonly<Record<string, () => Promise<void>>> = {
  run: () => runSettlement(shop),
  work: () => drain(),
  confirm,
};

async function play(paymentId: string, [name, at = 0]: Move): Promise<void> {
  if (name === "ask") {
    const amount = { minor: at, currency: "EUR" };
    await requestRefund(eva, { paymentId, amount, intentId: crypto.randomUUID(), seenLeft: null });
    return;
  }
  await works[name]?.();
  const refunds = await refundsOf(paymentId);
  const chosen = refunds[at % Math.max(1, refunds.length)];
  const wanted = wants[name];
  if (chosen !== undefined && wanted !== undefined) await change(chosen.id, wanted);
  if (chosen !== undefined && name === "cancel") await cancelRefund(eva, { refundId: chosen.id });
}

it("never refunds more than was captured and agrees with the acquirer's books, whatever happens in whatever order", async () => {
  const at = fc.nat(5);
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.tuple(fc.constant("ask" as const), fc.constantFrom(20_00, 77_01, 77_05, 77_21, 77_25, 150_00)),
    fc.tuple(fc.constantFrom("suspend", "release", "cancel", "lower"), at),
    fc.tuple(fc.constantFrom("run", "work", "confirm")),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(move, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
      async (rounds) => {
        const paymentId = await paid();
        for (const together of rounds) {
          await Promise.all(together.map((one) => play(paymentId, one)));
          const balance = await balanceOf(paymentId);
          expect((balance?.refunded ?? 0) + (balance?.reserved ?? 0)).toBeLessThanOrEqual(200_00);
        }
        await drain("all");
        laterBy(60 * 60_000);
        await confirm();
        await drain("all");
        const refunds = await refundsOf(paymentId);
        const sum = (wanted: readonly string[], key: "amount" | "settleMinor") =>
          refunds
            .filter(({ status }) => wanted.includes(status))
            .reduce((total, refund) => total + refund[key], 0);
        expect(await balanceOf(paymentId)).toEqual({
          captured: 200_00,
          refunded: sum(["done"], "settleMinor"),
          reserved: sum(["accepted"], "amount"),
        });
        expect(await booksOf(paymentId)).toMatchObject({
          refunded: sum(["done"], "settleMinor"),
          held: sum(["accepted"], "amount"),
        });
        for (const { status } of refunds)
          expect(["done", "failed", "cancelled", "accepted"]).toContain(status);
      },
    ),
    { numRuns: 10, seed: 20_261_122 },
  );
}, 240_000);
