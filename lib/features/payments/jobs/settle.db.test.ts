import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { confirmSettlements, settleDuePayments } from "@/lib/features/payments/jobs/settle";
import { endReservations, expirePayments } from "@/lib/features/payments/jobs/run-out";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { runWaitingJob } from "@/scripts/test/jobs";
import { payAt } from "@/scripts/test/pay";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();

const at = useClock();

const pay = (shop: Shop, change: Partial<NewPayment> = {}) =>
  payAt(shop, { amount: { minor: 100_00, currency: "EUR" }, captureMode: "scheduled", ...change });

const run = ({ merchantId }: Shop, day: string) => settleDuePayments({ version: 1, merchantId, day });
const confirm = ({ merchantId }: Shop) => confirmSettlements({ version: 1, merchantId });
const end = ({ merchantId }: Shop) => endReservations({ version: 1, merchantId });
const expire = ({ merchantId }: Shop) => expirePayments({ version: 1, merchantId });

const paymentOf = async (id: string) =>
  (
    await rowsOf<{ status: string; settle: number | null; captured: number; due: string | null }>(
      `select status, settle_status as settle, captured_minor::int as captured,
         to_char(settle_due_date, 'YYYY-MM-DD') as due from payment where id = $1`,
      [id],
    )
  )[0];

const historyOf = async (id: string) =>
  (
    await rowsOf<{ line: string }>(
      `select concat_ws(' ', event, to_status, from_settle || '>' || to_settle, split_part(actor, ':', 1), reason) as line
       from payment_history where payment_id = $1 and refund_id is null order by at, id`,
      [id],
    )
  ).map(({ line }) => line);

const operationsOf = (id: string, kind: string) =>
  rowsOf<{ outcome: string; minor: number }>(
    "select outcome, amount_minor::int as minor from operation where payment_id = $1 and kind = $2 order by started_at, id",
    [id, kind],
  );

const settled = { status: "completed", settle: 100, captured: 100_00 };

describe("the settlement run", () => {
  it("TP-7 settles what is due, once, and leaves what is due later", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const due = await pay(shop, { settleDueDate: "2031-05-06" });
    const late = await pay(shop, { settleDueDate: "2031-05-01", settleStatus: 1 });
    const ahead = await pay(shop, { settleDueDate: "2031-05-07" });
    at("2031-05-06T23:00:00Z");
    await run(shop, "2031-05-06");
    await run(shop, "2031-05-06");
    expect(await paymentOf(due)).toMatchObject(settled);
    expect(await paymentOf(late)).toMatchObject(settled);
    expect(await paymentOf(ahead)).toMatchObject({ status: "authorised", settle: 0, captured: 0 });
    expect(await operationsOf(due, "capture")).toEqual([{ outcome: "approved", minor: 100_00 }]);
    expect(await historyOf(due)).toEqual([
      "start started user",
      "authorise authorised user",
      "hand_over authorised 0>10 system",
      "complete completed 10>100 system",
    ]);
    const [record] = await rowsOf(
      "select settled, refused, sums from settlement_run where merchant_id = $1",
      [shop.merchantId],
    );
    expect(record).toEqual({
      settled: 2,
      refused: 0,
      sums: [{ currency: "EUR", paid: 200_00, refunded: 0 }],
    });
  });

  it("TP-6 takes the lowered amount", async () => {
    const shop = await makeShop();
    const id = await pay(shop);
    await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleMinor: 40_00 } });
    await run(shop, "2099-01-01");
    expect(await paymentOf(id)).toMatchObject({ ...settled, captured: 40_00 });
  });

  it("TP-9 passes a suspended one by, cancels it 7 days after its authorisation, and no later update is taken", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop);
    at("2031-05-06T12:00:00Z");
    const suspended = await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleStatus: 2 } });
    expect(suspended).toMatchObject({ ok: true, value: { event: "suspend", settleStatus: 2 } });
    at("2031-05-06T23:00:00Z");
    await run(shop, "2031-05-06");
    at("2031-05-13T09:59:59Z");
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 2 });
    at("2031-05-13T10:00:00Z");
    const unswept = await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleStatus: 1 } });
    expect(unswept).toEqual({ ok: false, error: "reservation_over" });
    await end(shop);
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "cancelled", settle: 3, captured: 0 });
    expect(await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleStatus: 1 } })).toEqual({
      ok: false,
      error: "already_cancelled",
    });
    expect((await historyOf(id)).slice(-2)).toEqual([
      "suspend authorised 0>2 user",
      "cancel cancelled 2>3 system reservation_over",
    ]);
    expect(await operationsOf(id, "reverse")).toHaveLength(1);
  });

  it("TP-9 captures nothing by hand or by parcel once the reservation is over, whether or not it was swept", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, { captureMode: "manual" });
    at("2031-05-13T10:00:00Z");
    const actor = actorOf(shop);
    expect(await capturePayment(actor, { paymentId: id })).toEqual({ ok: false, error: "reservation_over" });
    const parcel = { intentId: randomUUID(), carrier: null, trackingCode: null, shippedAt: null };
    expect(await recordShipment(actor, { paymentId: id, ...parcel })).toMatchObject({
      value: { outcome: "recorded" },
    });
    expect(await operationsOf(id, "capture")).toHaveLength(0);
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "cancelled", settle: 3, captured: 0 });
  });

  it("TP-14 holds a pre-authorisation for 31 days", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, { preAuthorisation: true, settleStatus: 2 });
    at("2031-06-06T09:59:59Z");
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "authorised" });
    at("2031-06-06T10:00:00Z");
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "cancelled", settle: 3 });
  });

  it("TP-E2 counts from the authorisation, however often it is suspended", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, { settleDueDate: "2031-06-01" });
    for (const [instant, settleStatus] of [
      ["2031-05-06T11:00:00Z", 2],
      ["2031-05-12T10:00:00Z", 1],
      ["2031-05-12T22:00:00Z", 2],
    ] as const) {
      at(instant);
      await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleStatus } });
    }
    at("2031-05-13T10:00:00Z");
    await end(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "cancelled" });
  });

  it("TP-E3 settles a payment that was released after its due day in the next run", async () => {
    const shop = await makeShop();
    const id = await pay(shop, { settleDueDate: "2026-01-01", settleStatus: 2 });
    await changeSettlement(actorOf(shop), { paymentId: id, wanted: { settleStatus: 1 } });
    await run(shop, "2026-01-02");
    expect(await paymentOf(id)).toMatchObject(settled);
  });

  it("refuses: settle status 3, and the reservation goes back (domain.md 1.2.1)", async () => {
    const shop = await makeShop();
    const id = await pay(shop, { amount: { minor: 66_01, currency: "EUR" } });
    await run(shop, "2099-01-01");
    expect(await paymentOf(id)).toMatchObject({ status: "failed", settle: 3, captured: 0 });
    expect((await historyOf(id)).at(-1)).toBe("fail failed 10>3 system 05");
    expect(await operationsOf(id, "reverse")).toHaveLength(1);
  });

  it("tries a wallet again the next day (domain.md 1.2.1)", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, { method: "paypal", card: null, amount: { minor: 66_01, currency: "EUR" } });
    at("2031-05-06T23:00:00Z");
    await run(shop, "2031-05-06");
    expect(await paymentOf(id)).toEqual({ status: "authorised", settle: 1, captured: 0, due: "2031-05-07" });
    expect((await historyOf(id)).at(-1)).toBe("reschedule authorised 10>1 system 05");
  });

  it.each([
    ["late", 66_03],
    ["with 500 after booking", 66_05],
  ])("asks again under the same key where the answer came %s, and books it once", async (_what, minor) => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, { amount: { minor, currency: "EUR" } });
    at("2031-05-06T23:00:00Z");
    await run(shop, "2031-05-06");
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 10 });
    await confirm(shop);
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 10 });
    at("2031-05-06T23:02:00Z");
    await confirm(shop);
    expect(await paymentOf(id)).toMatchObject({ ...settled, captured: minor });
    expect(await operationsOf(id, "capture")).toHaveLength(1);
  });

  it("TP-E1 a payment that the run has taken is updated no more", async () => {
    const shop = await makeShop();
    const id = await pay(shop, { amount: { minor: 66_02, currency: "EUR" } });
    await run(shop, "2099-01-01");
    for (const wanted of [{ settleStatus: 3 }, { settleMinor: 1 }, { orderReference: "new" }] as const)
      expect(await changeSettlement(actorOf(shop), { paymentId: id, wanted })).toEqual({
        ok: false,
        error: "settling_now",
      });
  });

  it("suspends a payment that looks like the same order paid twice, and settles it once released", async () => {
    const shop = await makeShop();
    await rowsOf("update website set duplicate_check_minutes = 60 where id = $1", [shop.websiteId]);
    const first = await pay(shop, { orderReference: "D-1" });
    const second = await pay(shop, { orderReference: "D-1" });
    const asked = await pay(shop, { orderReference: "D-1", settleStatus: 1 });
    expect(await paymentOf(first)).toMatchObject({ settle: 0 });
    expect(await paymentOf(second)).toMatchObject({ settle: 2 });
    expect(await paymentOf(asked)).toMatchObject({ settle: 1 });
    expect((await historyOf(second)).at(-1)).toBe("authorise authorised user duplicate");
    await changeSettlement(actorOf(shop), { paymentId: second, wanted: { settleStatus: 0 } });
    await run(shop, "2099-01-01");
    expect(await paymentOf(first)).toMatchObject(settled);
    expect(await paymentOf(second)).toMatchObject({ settle: 2 });
    await changeSettlement(actorOf(shop), { paymentId: second, wanted: { settleStatus: 1 } });
    await run(shop, "2099-01-01");
    expect(await paymentOf(second)).toMatchObject(settled);
  });
});

describe("the time that a customer has", () => {
  const waiting = { method: "ideal", card: null, amount: { minor: 10_621, currency: "EUR" } } as const;

  it("PN-3 ends after ten days, or as the website or the payment says", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const usual = await pay(shop, waiting);
    const short = await pay(shop, { ...waiting, validitySeconds: 60 });
    expect(await paymentOf(usual)).toMatchObject({ status: "pending", settle: 10 });
    at("2031-05-06T10:01:00Z");
    await expire(shop);
    expect(await paymentOf(short)).toMatchObject({ status: "expired", settle: 3 });
    at("2031-05-16T09:59:59Z");
    await expire(shop);
    expect(await paymentOf(usual)).toMatchObject({ status: "pending" });
    at("2031-05-16T10:00:00Z");
    await expire(shop);
    expect(await paymentOf(usual)).toMatchObject({ status: "expired", settle: 3 });
  });

  it("takes a bank's late confirmation of what it refused at first (domain.md 5.3)", async () => {
    const shop = await makeShop();
    const id = await pay(shop, { ...waiting, amount: { minor: 10_623, currency: "EUR" } });
    expect(await paymentOf(id)).toMatchObject({ status: "rejected", settle: 3 });
    await expect
      .poll(
        async () => {
          await runWaitingJob(`inquire:${id}`);
          return paymentOf(id);
        },
        { interval: 400 },
      )
      .toMatchObject({ status: "completed", settle: 100, captured: 10_623 });
  });

  it("PN-E1 what the bank confirms afterwards changes nothing and goes back", async () => {
    const shop = await makeShop();
    at("2031-05-06T10:00:00Z");
    const id = await pay(shop, {
      ...waiting,
      amount: { minor: 10_617, currency: "EUR" },
      validitySeconds: 60,
    });
    at("2031-05-06T10:01:00Z");
    await expire(shop);
    const [reversal] = await rowsOf<{ id: string }>(
      "select id from operation where payment_id = $1 and kind = 'reverse'",
      [id],
    );
    await runWaitingJob(`inquire:${id}`);
    await runWaitingJob(`reverse:${reversal?.id ?? ""}`);
    expect(await paymentOf(id)).toMatchObject({ status: "expired", captured: 0 });
    expect(await operationsOf(id, "reverse")).toMatchObject([{ outcome: "approved" }]);
  });
});
