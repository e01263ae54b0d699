import { beforeEach, describe, expect, it } from "vitest";
import { cancelRefund } from "@/lib/features/refunds/commands/cancel-refund";
import { decideOnRefund } from "@/lib/features/refunds/commands/decide-approval";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import type { Actor } from "@/lib/kernel/access";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { drain } from "@/scripts/test/drain";
import { amex, balanceOf, makePaid, refundsOf, runSettlement } from "@/scripts/test/paid-payment";

useAcquirer();

let shop: Shop;
let eva: Actor;
let adam: Actor;

beforeEach(async () => {
  shop = await makeShop();
  eva = actorOf(shop, "owner", "Eva");
  adam = actorOf(shop, "owner", "Adam");
  await rowsOf("insert into refund_limit values ($1, 'EUR', 5000, now(), 'user:Eva')", [shop.merchantId]);
});

const ask = (actor: Actor, paymentId: string, minor: number, currency = "EUR") =>
  requestRefund(actor, {
    paymentId,
    amount: { minor, currency },
    intentId: crypto.randomUUID(),
    seenLeft: null,
    reason: "broken",
  });

async function waiting(paymentId: string, minor: number, actor = eva): Promise<string> {
  const asked = await ask(actor, paymentId, minor);
  if (!asked.ok) throw new Error(asked.error);
  expect(asked.value.status).toBe("awaiting_approval");
  return asked.value.refundId;
}

const yes = (refundId: string) => ({ refundId, approves: true, reason: null });

describe("a refund above the limit", () => {
  it("waits with the money reserved, is paid after a second person agrees, and leaves both names", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    await drain("all");
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "awaiting_approval" }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 60_00 });
    expect(await ask(eva, paymentId, 40_01)).toEqual({ ok: false, error: "more_than_left" });

    expect(await decideOnRefund(adam, yes(refundId))).toEqual({ ok: true, value: { status: "requested" } });
    await drain("all");
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", settle: 100 }]);
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 60_00, reserved: 0 });
    const [row] = await rowsOf("select asked_by, decided_by, decided_by_name from refund where id = $1", [
      refundId,
    ]);
    expect(row).toEqual({
      asked_by: `user:${eva.id}`,
      decided_by: `user:${adam.id}`,
      decided_by_name: "user:Adam",
    });
    const lines = await rowsOf<{ action: string }>(
      "select action from audit_line where subject_id = $1 and action like 'payment.refund_%' order by at, id",
      [paymentId],
    );
    expect(lines.map(({ action }) => action)).toContain("payment.refund_approved");
  });

  it("gives the money back and tells the shop when the answer is no, which needs a reason", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    const no = { refundId, approves: false, reason: " " };
    expect(await decideOnRefund(adam, no)).toEqual({ ok: false, error: "reason_missing" });
    expect(await decideOnRefund(adam, { ...no, reason: "wrong customer" })).toEqual({
      ok: true,
      value: { status: "rejected" },
    });
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 0 });
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "rejected", settle: 3 }]);
    expect(await decideOnRefund(adam, yes(refundId))).toEqual({ ok: false, error: "not_waiting" });
    await drain("all");
    expect(
      await rowsOf("select from push where refund_id = $1 and event_type = 'refund.rejected'", [refundId]),
    ).toHaveLength(1);
  });

  it("cannot be passed by splitting, and what is rejected does not count", async () => {
    const paymentId = await makePaid(shop, { minor: 200_00 });
    const first = await ask(eva, paymentId, 50_00);
    expect(first).toMatchObject({ ok: true, value: { status: "requested" } });
    const second = await waiting(paymentId, 1);
    await decideOnRefund(adam, { refundId: second, approves: false, reason: "no" });
    await drain("all");
    expect(await ask(eva, paymentId, 1)).toMatchObject({ value: { status: "awaiting_approval" } });
  });

  it("holds for keys as for people, and only for the currency that has a limit", async () => {
    const key: Actor = { ...eva, kind: "api", id: crypto.randomUUID(), name: "key" };
    const paymentId = await makePaid(shop, { minor: 100_00 });
    await waiting(paymentId, 50_01, key);
    const dollars = await makePaid(shop, { minor: 900_00, currency: "USD" });
    expect(await ask(eva, dollars, 900_00, "USD")).toMatchObject({ value: { status: "requested" } });
  });

  it("is settled later where the payment was: agreed without the issuer, in the next run", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00, captureMode: "scheduled", card: amex });
    const refundId = await waiting(paymentId, 60_00);
    expect(await decideOnRefund(adam, yes(refundId))).toEqual({ ok: true, value: { status: "accepted" } });
    await runSettlement(shop);
    expect(await refundsOf(paymentId)).toMatchObject([{ status: "done", authCode: "REFUND ACCEPTED" }]);
  });

  it("can be withdrawn by the one who asked", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    expect(await cancelRefund(eva, { refundId })).toEqual({ ok: true, value: { status: "cancelled" } });
    expect(await balanceOf(paymentId)).toMatchObject({ refunded: 0, reserved: 0 });
    expect(await decideOnRefund(adam, yes(refundId))).toEqual({ ok: false, error: "not_waiting" });
  });
});

describe("two people", () => {
  it("the one who asked is refused, under whatever name and in whatever role", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    for (const self of [
      eva,
      { ...eva, name: "Eva II" },
      { ...eva, may: new Set(["refunds:approve"] as const) },
    ]) {
      expect(await decideOnRefund(self, yes(refundId))).toEqual({ ok: false, error: "own_refund" });
      const no = { refundId, approves: false, reason: "mine" };
      expect(await decideOnRefund(self, no)).toEqual({ ok: false, error: "own_refund" });
    }
    expect(await balanceOf(paymentId)).toMatchObject({ reserved: 60_00 });
  });

  it("the database refuses one person in two roles even when the application forgets", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    const write = (decidedBy: string | null) =>
      rowsOf(
        "update refund set status = 'requested', decided_by = $2, decided_at = case when $2::text is null then null else now() end where id = $1",
        [refundId, decidedBy],
      );
    await expect(write(`user:${eva.id}`)).rejects.toThrow(/refund_second_person/);
    await expect(write(null)).rejects.toThrow(/refund_approved/);
  });

  it("two approvers at once: one decides, the other hears that it is over, the money moves once", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    const ben = actorOf(shop, "owner", "Ben");
    const answers = await Promise.all([
      decideOnRefund(adam, yes(refundId)),
      decideOnRefund(ben, { refundId, approves: false, reason: "no" }),
      decideOnRefund(adam, yes(refundId)),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.error).toBe("not_waiting");
    await drain("all");
    const [refund] = await refundsOf(paymentId);
    expect(await balanceOf(paymentId)).toEqual({
      captured: 100_00,
      refunded: refund?.status === "done" ? 60_00 : 0,
      reserved: 0,
    });
  });

  it("another merchant's refund is not found, as nonsense is", async () => {
    const paymentId = await makePaid(shop, { minor: 100_00 });
    const refundId = await waiting(paymentId, 60_00);
    const stranger = actorOf(await makeShop());
    for (const id of [refundId, crypto.randomUUID()]) {
      expect(await decideOnRefund(stranger, yes(id))).toEqual({ ok: false, error: "not_found" });
      expect(await cancelRefund(stranger, { refundId: id })).toEqual({ ok: false, error: "not_found" });
    }
  });
});
