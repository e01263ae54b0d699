import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import {
  createSubscription,
  type NewSubscription,
} from "@/lib/features/subscriptions/commands/create-subscription";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import { getSubscription, subscriptionOfPayment } from "@/lib/features/subscriptions/queries/detail";
import { setClock } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";
import { waitingJob } from "@/scripts/test/jobs";

const noon = new Date("2026-03-31T12:00:00Z");
const putClockBack = setClock(() => noon);
afterAll(async () => {
  putClockBack();
  await closeDatabase();
  await closeFactories();
});

const wishFor = (paymentId: string, change: Partial<NewSubscription> = {}): NewSubscription => ({
  paymentId,
  intentId: randomUUID(),
  kind: "RECURRING",
  amount: { minor: 10_00, currency: "EUR" },
  unit: "MONTH",
  frequency: 1,
  finalNumber: 10,
  beginDate: null,
  ...change,
});

const firstPayment = (shop: Shop, facts: Parameters<typeof makePayment>[1] = {}) =>
  makePayment(shop, { status: "authorised", captureMode: "scheduled", gatewayReference: "g-1", ...facts });

const auditOf = (id: string) =>
  rowsOf<{ action: string; detail: unknown; actor: string }>(
    "select action, detail, actor from audit_line where subject_id = $1 order by at, id",
    [id],
  );

async function detailOf(shop: Shop, id: string) {
  const detail = await getSubscription(shop.scope, id);
  if (detail === null) throw new Error("no such subscription");
  return detail;
}

describe("a new subscription", () => {
  it("waits for its first payment, and begins one step after it (1.2.2)", async () => {
    const shop = await makeShop();
    const payment = await firstPayment(shop, { createdAt: "2026-03-30T23:30:00Z" });
    const created = await createSubscription(actorOf(shop), wishFor(payment.id));
    if (!created.ok) throw new Error(created.error);
    const { subscription, payments, history } = await detailOf(shop, created.value.subscriptionId);
    expect(subscription).toMatchObject({
      status: "pending",
      number: 1,
      firstNumber: 1,
      finalNumber: 10,
      // Half past midnight of the 31st in London.
      beginDate: "2026-04-30",
      nextDueDate: "2026-04-30",
      amount: { minor: 10_00, currency: "EUR" },
      website: { id: shop.websiteId },
    });
    expect(subscription.transactionReference).toMatch(/^\d+-9-\d+$/);
    expect(payments.map(({ id, number }) => [id, number])).toEqual([[payment.id, 1]]);
    expect(history.map(({ event, toStatus, actor }) => [event, toStatus, actor])).toEqual([
      ["create", "pending", "user:Eva"],
    ]);
    expect((await auditOf(subscription.id)).map(({ action }) => action)).toEqual(["subscription.created"]);
    expect(await subscriptionOfPayment(shop.scope, payment.id)).toMatchObject({
      id: subscription.id,
      number: 1,
      isFirst: true,
    });
  });

  it("is one, however often and however parallel the same intent comes", async () => {
    const shop = await makeShop();
    const payment = await firstPayment(shop);
    const wish = wishFor(payment.id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => createSubscription(actorOf(shop), wish)),
    );
    const ids = answers.map((answer) => (answer.ok ? answer.value.subscriptionId : answer.error));
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1);
    expect(await rowsOf("select from subscription where payment_id = $1", [payment.id])).toHaveLength(1);
    const other = { ...wish, amount: { minor: 11_00, currency: "EUR" } };
    expect(await createSubscription(actorOf(shop), other)).toEqual({ ok: false, error: "intent_used" });
    expect(await createSubscription(actorOf(shop), wishFor(payment.id))).toEqual({
      ok: false,
      error: "already_subscribed",
    });
    const second = await firstPayment(shop);
    expect(await createSubscription(actorOf(shop), wishFor(second.id, { intentId: wish.intentId }))).toEqual({
      ok: false,
      error: "intent_used",
    });
  });

  it.each([
    ["suspended", { settleStatus: 2 }, "parent_declined"],
    ["declined", { status: "rejected" }, "parent_declined"],
    ["cancelled", { status: "cancelled" }, "parent_declined"],
    ["held for a capture by hand", { captureMode: "manual" }, "parent_declined"],
    ["a bank payment", { status: "completed", method: "ideal" }, "card_not_allowed"],
    ["in another currency", { currency: "USD" }, "wrong_currency"],
  ] as const)("is refused after a first payment that is %s (20019)", async (_, facts, error) => {
    const shop = await makeShop();
    const payment = await firstPayment(shop, facts);
    expect(await createSubscription(actorOf(shop), wishFor(payment.id))).toEqual({ ok: false, error });
    expect(await rowsOf("select from subscription where payment_id = $1", [payment.id])).toHaveLength(0);
    expect(await auditOf(payment.id)).toEqual([]);
  });

  it("finds neither another merchant's payment nor another website's", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const payment = await firstPayment(foreign);
    const refused = { ok: false, error: "not_found" };
    expect(await createSubscription(actorOf(shop), wishFor(payment.id))).toEqual(refused);
    const sister = await makeShop({ merchantId: shop.merchantId });
    const own = await firstPayment(sister);
    expect(await createSubscription(actorOf(shop), wishFor(own.id, { websiteId: shop.websiteId }))).toEqual(
      refused,
    );
  });
});

describe("an update", () => {
  it("changes several fields at once and keeps before and after (TP-16, TP-24)", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { beginDate: "2026-05-01" });
    const updated = await updateSubscription(actorOf(shop), {
      subscriptionId: id,
      wanted: { amountMinor: 12_50, unit: "DAY", frequency: 7, finalNumber: 24, orderReference: "P-1" },
    });
    expect(updated).toMatchObject({ ok: true, value: { event: "update", status: "active" } });
    const { subscription, history } = await detailOf(shop, id);
    expect(subscription).toMatchObject({
      amount: { minor: 12_50, currency: "EUR" },
      unit: "DAY",
      frequency: 7,
      finalNumber: 24,
      orderReference: "P-1",
      beginDate: "2026-05-01",
      nextDueDate: "2026-05-01",
      number: 1,
    });
    const changes = {
      amountMinor: [10_00, 12_50],
      unit: ["MONTH", "DAY"],
      frequency: [1, 7],
      finalNumber: [10, 24],
      orderReference: [null, "P-1"],
    };
    expect(history).toMatchObject([{ event: "update", fromStatus: "active", toStatus: "active", changes }]);
    expect(await auditOf(id)).toMatchObject([
      { action: "subscription.changed", actor: "user:Eva", detail: { event: "update", changes } },
    ]);
  });

  it.each([
    [{ amountMinor: 5_00, frequency: 0 }, "frequency_out_of_range"],
    [{ amountMinor: 5_00, finalNumber: 2 }, "final_number_out_of_range"],
    [{ amountMinor: 10_00 }, "nothing_changed"],
  ] as const)("%j is refused as a whole and leaves no trace (TP-5, 30015)", async (wanted, error) => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { number: 3 });
    const before = await detailOf(shop, id);
    expect(await updateSubscription(actorOf(shop), { subscriptionId: id, wanted })).toEqual({
      ok: false,
      error,
    });
    expect(await detailOf(shop, id)).toEqual(before);
    expect(await auditOf(id)).toEqual([]);
  });

  it("stops for good: no next payment, no further change (40002)", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop);
    const ask = (wanted: object) => updateSubscription(actorOf(shop), { subscriptionId: id, wanted });
    expect(await ask({ status: "stopped" })).toMatchObject({ ok: true, value: { status: "stopped" } });
    expect((await detailOf(shop, id)).subscription).toMatchObject({ status: "stopped", nextDueDate: null });
    for (const wanted of [{ status: "active" }, { amountMinor: 1 }, { status: "inactive" }]) {
      expect(await ask(wanted)).toEqual({ ok: false, error: "subscription_stopped" });
    }
  });

  it("asks the engine at once where something is due, and only then (TP-17)", async () => {
    const shop = await makeShop();
    const wake = async (facts: Parameters<typeof makeSubscription>[1], wanted: object) => {
      const { id } = await makeSubscription(shop, facts);
      const updated = await updateSubscription(actorOf(shop), { subscriptionId: id, wanted });
      expect(updated.ok).toBe(true);
      return waitingJob(`subscriptions-run:${id}`);
    };
    const active = { status: "active" };
    const missed = await wake({ status: "inactive", beginDate: "2026-01-31" }, active);
    expect(missed?.payload).toMatchObject({ merchantId: shop.merchantId, day: "2026-03-31" });
    expect(await wake({ status: "inactive", beginDate: "2026-04-01" }, active)).toBeNull();
    expect(await wake({ beginDate: "2026-01-31" }, { status: "inactive" })).toBeNull();
    const finished = { number: 10, finalNumber: 10, nextDueDate: "2026-02-28" };
    expect(await wake(finished, { amountMinor: 9_00 })).toBeNull();
    expect(await wake(finished, { finalNumber: 12 })).not.toBeNull();
  });

  it("is decided one after another when two come at once (TP-25)", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop);
    const ask = (amountMinor: number) =>
      updateSubscription(actorOf(shop), { subscriptionId: id, wanted: { amountMinor } });
    const answers = await Promise.all([ask(20_00), ask(20_00), ask(20_00)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.error === "nothing_changed")).toHaveLength(2);
  });

  it("does not see another merchant's subscription, in any way", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const { id, paymentId } = await makeSubscription(foreign);
    expect(
      await updateSubscription(actorOf(shop), { subscriptionId: id, wanted: { status: "stopped" } }),
    ).toEqual({ ok: false, error: "not_found" });
    expect(await getSubscription(shop.scope, id)).toBeNull();
    expect(await getSubscription(shop.scope, "no id at all")).toBeNull();
    expect(await subscriptionOfPayment(shop.scope, paymentId)).toBeNull();
    expect((await detailOf(foreign, id)).subscription.status).toBe("active");
  });
});
