import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Refund, RefundPage } from "@/app/api/v1/refund-schemas";
import { Payment } from "@/app/api/v1/schemas";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { get, makeKey, post, reasonOf } from "@/scripts/test/api";
import { makePaid } from "@/scripts/test/paid-payment";

useAcquirer();

const eur = (minor: number) => ({ minor, currency: "EUR" });
const limit = (shop: Shop, minor: number) =>
  rowsOf("insert into refund_limit values ($1, 'EUR', $2, now(), 'user:Eva')", [shop.merchantId, minor]);

async function asked(shop: Shop, paymentId: string, minor: number) {
  const answer = await post(shop, `/payments/${paymentId}/refunds`, { amount: eur(minor), reason: "Broken" });
  expect(answer.status).toBe(201);
  return Refund.parse(await answer.json());
}
const stored = async (shop: Shop, id: string) =>
  Refund.parse(await (await get(shop, `/refunds/${id}`)).json());
const page = async (shop: Shop, address: string) => RefundPage.parse(await (await get(shop, address)).json());

/** A refund that has not settled, of a payment that has. */
async function settling(shop: Shop, minor = 4000) {
  const paymentId = await makePaid(shop, {
    minor: 10_000,
    captureMode: "scheduled",
    card: "378282246310005",
  });
  return { paymentId, refund: await asked(shop, paymentId, minor) };
}

describe("a refund that settles later", () => {
  it("is read alone, held, lowered and cancelled", async () => {
    const shop = await makeShop();
    const { paymentId, refund } = await settling(shop);
    expect(refund).toMatchObject({ paymentId, status: "accepted", settleStatus: 0, approval: null });
    expect(refund.settlesAt).not.toBeNull();
    const updates = `/refunds/${refund.id}/settlement-updates`;
    const wanted = { settleStatus: 2, amount: eur(3000), dueDate: "2099-01-31", orderReference: "R-1" };
    const held = Refund.parse(await (await post(shop, updates, wanted)).json());
    expect(held).toMatchObject({
      ...{ settleStatus: 2, settleAmount: eur(3000), amount: eur(4000), settlesAt: null },
      ...{ settleDueDate: "2099-01-31", orderReference: "R-1" },
    });
    expect(await stored(shop, refund.id)).toEqual(held);
    expect(await reasonOf(await post(shop, updates, { amount: eur(4001), settleStatus: 1 }))).toBe(
      "amount_above_authorised",
    );
    expect(await reasonOf(await post(shop, updates, { amount: { minor: 1, currency: "PLN" } }))).toBe(
      "wrong_currency",
    );
    expect(await stored(shop, refund.id)).toEqual(held);

    const cancelled = await post(shop, `/refunds/${refund.id}/cancellations`, {});
    expect(Refund.parse(await cancelled.json())).toMatchObject({ status: "cancelled", settleStatus: 3 });
    expect(await reasonOf(await post(shop, `/refunds/${refund.id}/cancellations`, {}))).toBe("ended_before");
    expect(await reasonOf(await post(shop, updates, { settleStatus: 0 }))).toBe("already_cancelled");
    const payment = Payment.parse(await (await get(shop, `/payments/${paymentId}`)).json());
    expect(payment).toMatchObject({ leftToRefund: eur(10_000), refunded: eur(0), refundState: "none" });
    expect(payment.refunds).toEqual([await stored(shop, refund.id)]);
  });

  it("is cancelled once by many equal calls", async () => {
    const shop = await makeShop();
    const { refund } = await settling(shop);
    const key = { "idempotency-key": randomUUID() };
    const calls = Array.from({ length: 20 }, () =>
      post(shop, `/refunds/${refund.id}/cancellations`, {}, key),
    );
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    const events = await rowsOf("select 1 from payment_history where refund_id = $1 and event = 'cancel'", [
      refund.id,
    ]);
    expect(events).toHaveLength(1);
  });
});

describe("approvals", () => {
  it("waits for a second key with the right, and for no other", async () => {
    const shop = await makeShop();
    const second = await makeKey(shop, ["refunds:approve", "nonsense"]);
    await limit(shop, 5000);
    const paymentId = await makePaid(shop, { minor: 20_000 });
    const refund = await asked(shop, paymentId, 6000);
    expect(refund).toMatchObject({
      status: "awaiting_approval",
      approval: { askedBy: "api:key", decidedBy: null },
    });
    const address = `/approvals/${refund.id}`;
    expect(await reasonOf(await post(shop, address, { approves: true }))).toBe("forbidden");
    await rowsOf("update api_key set rights = '{refunds:approve}' where merchant_id = $1 and name = 'key'", [
      shop.merchantId,
    ]);
    expect(await reasonOf(await post(shop, address, { approves: true }))).toBe("own_refund");
    expect(await stored(shop, refund.id)).toEqual(refund);

    const answer = await post(second, address, { approves: true });
    expect(Refund.parse(await answer.json())).toMatchObject({
      status: "requested",
      approval: { askedBy: "api:key", decidedBy: "api:second" },
    });
    expect(await reasonOf(await post(second, address, { approves: true }))).toBe("not_waiting");
  });

  it("says no with a reason and gives the money back", async () => {
    const shop = await makeShop();
    const second = await makeKey(shop, ["refunds:approve"]);
    await limit(shop, 0);
    const paymentId = await makePaid(shop, { minor: 20_000 });
    const refund = await asked(shop, paymentId, 6000);
    const silent = await post(second, `/approvals/${refund.id}`, { approves: false });
    expect(await reasonOf(silent)).toBe("invalid_fields");
    const answer = await post(second, `/approvals/${refund.id}`, { approves: false, reason: "Kept it" });
    expect(Refund.parse(await answer.json())).toMatchObject({
      status: "rejected",
      approval: { decidedBy: "api:second", reason: "Kept it" },
    });
    const payment = Payment.parse(await (await get(shop, `/payments/${paymentId}`)).json());
    expect(payment.leftToRefund).toEqual(eur(20_000));
  });

  it("lists page by page what waits, and nothing else", async () => {
    const shop = await makeShop();
    await limit(shop, 5000);
    const paymentId = await makePaid(shop, { minor: 50_000 });
    await asked(shop, paymentId, 100);
    const waiting = [await asked(shop, paymentId, 6000), await asked(shop, paymentId, 7000)];
    expect((await page(shop, "/refunds")).data).toHaveLength(3);
    const first = await page(shop, "/approvals?limit=1");
    expect(first.links.next).not.toBeNull();
    const rest = await page(shop, (first.links.next ?? "").replace("/api/v1", ""));
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(waiting.map(({ id }) => id).reverse());
    expect(first.data[0]).toMatchObject({ amount: eur(7000), askedBy: "api:key", decidedBy: null });
    expect(await reasonOf(await get(shop, "/approvals?status=done"))).toBe("unknown_parameters");
    expect((await page(await makeShop(), "/approvals")).data).toEqual([]);
  });
});

it("answers one and the same 404 to what is another's, unknown or no id", async () => {
  const [shop, stranger] = [await makeShop(), await makeShop()];
  const nosy = await makeKey(stranger, ["refunds:approve"]);
  const { refund } = await settling(shop);
  const bodies = new Set<string>();
  for (const id of [refund.id, randomUUID(), "nonsense", "%00"]) {
    const answers = [
      await get(nosy, `/refunds/${id}`),
      await post(nosy, `/refunds/${id}/cancellations`, {}),
      await post(nosy, `/refunds/${id}/settlement-updates`, { settleStatus: 2 }),
      await post(nosy, `/approvals/${id}`, { approves: true }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    for (const answer of answers) bodies.add(await answer.text());
  }
  expect(bodies.size).toBe(1);
  expect(await stored(shop, refund.id)).toEqual(refund);
});
