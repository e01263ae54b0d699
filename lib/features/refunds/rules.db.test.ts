import { beforeEach, describe, expect, it } from "vitest";
import { requestRefund, RefundInput, type RefundWish } from "@/lib/features/refunds/commands/request-refund";
import { sendRefundNow } from "@/lib/features/refunds/commands/send-refund";
import { permissionsOf, type Actor } from "@/lib/kernel/access";
import { now, setClock } from "@/lib/platform/clock";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { drain } from "@/scripts/test/drain";
import { balanceOf, makePaid, refundsOf } from "@/scripts/test/paid-payment";

useAcquirer();

let shop: Shop;
let owner: Actor;
let manager: Actor;
let key: Actor;

beforeEach(async () => {
  await rowsOf("delete from graphile_worker._private_jobs", []);
  shop = await makeShop();
  owner = actorOf(shop, "owner", "Eva");
  manager = actorOf(shop, "manager", "Max");
  key = { ...owner, kind: "api", id: crypto.randomUUID(), name: "key", may: permissionsOf("viewer") };
});

const ask = (actor: Actor, paymentId: string, minor: number, more: Partial<RefundWish> = {}) =>
  requestRefund(actor, {
    paymentId,
    amount: { minor, currency: "EUR" },
    intentId: crypto.randomUUID(),
    seenLeft: null,
    reason: "broken",
    ...more,
  });

const factsOf = async (paymentId: string) =>
  (
    await rowsOf<{ state: string; out: boolean }>(
      "select platform_refund_state as state, out_of_sync as out from payment where id = $1",
      [paymentId],
    )
  )[0];

describe("FP-5 and FP-6: refunds that belong into the shop platform", () => {
  beforeEach(async () => {
    await rowsOf("update website set refunds_in_platform = true where id = $1", [shop.websiteId]);
  });

  it("a person without a ground is sent to the platform; an owner may override with a reason, which is kept", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    expect(await ask(owner, paymentId, 10_00)).toEqual({ ok: false, error: "refund_in_platform" });
    const override = { wantsOverride: true };
    expect(await ask(manager, paymentId, 10_00, override)).toEqual({
      ok: false,
      error: "override_not_yours",
    });
    expect(await ask(owner, paymentId, 10_00, { ...override, reason: " " })).toEqual({
      ok: false,
      error: "reason_missing",
    });
    expect(await balanceOf(paymentId)).toMatchObject({ reserved: 0 });
    expect(await ask(owner, paymentId, 10_00, override)).toMatchObject({ ok: true });
    await drain();
    expect(await factsOf(paymentId)).toEqual({ state: "none", out: true });
    const [row] = await rowsOf("select basis, reason, status from refund where payment_id = $1", [paymentId]);
    expect(row).toEqual({ basis: "override", reason: "broken", status: "done" });
    const [line] = await rowsOf<{ detail: object }>(
      "select detail from audit_line where subject_id = $1 and action = 'payment.refund_requested'",
      [paymentId],
    );
    expect(line?.detail).toMatchObject({ basis: "override", reason: "broken" });
  });

  it("an override whose money never moved leaves nothing out of sync", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await ask(owner, paymentId, 77_01, { wantsOverride: true });
    expect(await factsOf(paymentId)).toMatchObject({ out: true });
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "failed" }]);
    expect(await factsOf(paymentId)).toMatchObject({ out: false });
  });

  it("the platform's own failed refund is a ground, and needs a reason like every other (FP-7)", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await ask(key, paymentId, 77_01, { reason: null });
    expect(await factsOf(paymentId)).toEqual({ state: "requested", out: false });
    expect(await ask(manager, paymentId, 10_00)).toEqual({ ok: false, error: "refund_in_platform" });
    await drain();
    expect(await factsOf(paymentId)).toEqual({ state: "failed", out: false });
    expect(await ask(manager, paymentId, 10_00, { reason: null })).toEqual({
      ok: false,
      error: "reason_missing",
    });
    expect(await ask(manager, paymentId, 10_00)).toMatchObject({ ok: true });
    const basis = await rowsOf("select basis from refund where payment_id = $1 and basis is not null", [
      paymentId,
    ]);
    expect(basis).toEqual([{ basis: "platform_failed" }]);
  });

  it("FP-E2: a payment link is a ground until an order is linked", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await rowsOf("update payment set source = 'payment_link' where id = $1", [paymentId]);
    expect(await ask(manager, paymentId, 10_00)).toMatchObject({ ok: true });
    await rowsOf("update payment set platform_order_id = '1001' where id = $1", [paymentId]);
    expect(await ask(manager, paymentId, 10_00)).toEqual({ ok: false, error: "refund_in_platform" });
  });

  it("FP-E1: platform and portal at the same time cannot pay the same money twice", async () => {
    for (let round = 0; round < 5; round += 1) {
      const paymentId = await makePaid(shop, { minor: 100_00 });
      const answers = await Promise.all([
        ask(key, paymentId, 100_00, { reason: null }),
        ask(owner, paymentId, 100_00, { wantsOverride: true }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      await drain();
      expect(await balanceOf(paymentId)).toEqual({ captured: 100_00, refunded: 100_00, reserved: 0 });
    }
  });

  it("the platform's done refund is remembered as done", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await ask(key, paymentId, 10_00, { reason: null });
    await drain();
    expect(await factsOf(paymentId)).toEqual({ state: "done", out: false });
  });
});

describe("PN-12: how late and how little", () => {
  it("refuses after the website's window, to the instant", async () => {
    await rowsOf("update website set refund_window_months = 6 where id = $1", [shop.websiteId]);
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await rowsOf("update payment set completed_at = '2026-08-31T10:00:00Z' where id = $1", [paymentId]);
    const at = (instant: string) => setClock(() => new Date(instant));
    let back = at("2027-02-28T10:00:00.001Z");
    expect(await ask(owner, paymentId, 1_00)).toEqual({ ok: false, error: "too_late" });
    back();
    back = at("2027-02-28T10:00:00Z");
    expect(await ask(owner, paymentId, 1_00)).toMatchObject({ ok: true });
    back();
  });

  it("refuses less than 1.00 PLN to a card and nothing of the kind elsewhere", async () => {
    const card = await makePaid(shop, { minor: 100_00, currency: "PLN" });
    const zloty = (minor: number) => ({ amount: { minor, currency: "PLN" } });
    expect(await ask(owner, card, 0, zloty(99))).toEqual({ ok: false, error: "below_minimum" });
    expect(await ask(owner, card, 0, zloty(1_00))).toMatchObject({ ok: true });
    const blik = await makePaid(shop, { minor: 100_00, currency: "PLN", method: "blik" });
    expect(await ask(owner, blik, 0, zloty(1))).toMatchObject({ ok: true });
  });
});

describe("sending at once", () => {
  it("gives the issuer's word to the caller; the job that waits behind it does nothing more", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const asked = await ask(key, paymentId, 40_00, { sendsItself: true });
    if (!asked.ok) throw new Error(asked.error);
    await drain();
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "requested" }]);
    expect(await sendRefundNow(key, asked.value.refundId)).toMatchObject({
      status: "done",
      declineCode: null,
    });
    await drain("all");
    const sent = await rowsOf("select from operation where payment_id = $1 and kind = 'refund'", [paymentId]);
    expect(sent).toHaveLength(1);
  });

  it("says declined with the code, and leaves to its lease what somebody else is sending", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const declined = await ask(key, paymentId, 77_01, { sendsItself: true });
    if (!declined.ok) throw new Error(declined.error);
    expect(await sendRefundNow(key, declined.value.refundId)).toMatchObject({
      status: "failed",
      declineCode: "05",
    });
    const second = await ask(key, paymentId, 10_00, { sendsItself: true });
    if (!second.ok) throw new Error(second.error);
    const { refundId } = second.value;
    await Promise.all([sendRefundNow(key, refundId), sendRefundNow(key, refundId)]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 10_00, reserved: 0 });
  });

  it("a crash after sending is found when the lease is over: unknown, asked about, paid once", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const asked = await ask(key, paymentId, 10_00, { sendsItself: true });
    if (!asked.ok) throw new Error(asked.error);
    const { refundId } = asked.value;
    await rowsOf("update refund set status = 'sent', status_at = now() where id = $1", [refundId]);
    expect(await sendRefundNow(key, refundId)).toMatchObject({ status: "sent" });
    const later = new Date(now().getTime() + 31_000);
    const back = setClock(() => later);
    expect(await sendRefundNow(key, refundId)).toMatchObject({ status: "unknown" });
    await drain("all");
    back();
    const told = await rowsOf<{ line: string }>(
      "select concat_ws(' ', event, to_status, reason) as line from payment_history where refund_id = $1 order by id",
      [refundId],
    );
    expect(told.map(({ line }) => line).join("; ")).toBe(
      "request requested broken; lose_answer unknown interrupted; not_booked requested; send sent; succeed done",
    );
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done" }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 10_00, reserved: 0 });
  });
});

describe("the refund form", () => {
  const form = {
    paymentId: "11111111-2222-4333-8444-555555555555",
    amount: "10,50",
    currency: "EUR",
    seenLeft: "1050",
    intentId: "11111111-2222-4333-8444-555555555556",
    reason: " ",
  };

  it("reads the box that overrides", () => {
    expect(RefundInput.parse(form)).toMatchObject({
      wantsOverride: false,
      reason: null,
      amount: { minor: 1050 },
    });
    expect(RefundInput.parse({ ...form, wantsOverride: "on" })).toMatchObject({ wantsOverride: true });
  });

  it("takes no card number for a reason", () => {
    expect(RefundInput.safeParse({ ...form, reason: "4111 1111 1111 1111" }).success).toBe(false);
  });
});
