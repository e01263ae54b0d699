import { afterAll, describe, expect, it } from "vitest";
import { pushPaymentStatus } from "@/lib/features/pushes/jobs/handlers";
import { closeDatabase } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

type Told = { readonly paymentId: string; readonly historyId: string };

async function changed(shop: Shop, paymentId: string): Promise<Told> {
  const historyId = newId();
  await rowsOf(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
     values ($1, $2, $3, 'complete', 'started', 'completed', 'system:test', $2, now())`,
    [shop.merchantId, historyId, paymentId],
  );
  return { paymentId, historyId };
}

const planAll = (shop: Shop, told: readonly Told[]) =>
  Promise.allSettled(
    told.map((ids) => pushPaymentStatus({ version: 1, merchantId: shop.merchantId, ...ids })),
  );

/** Of each planned push how many audit lines it has, and which is the newest of its payment. */
const planned = (shop: Shop) =>
  rowsOf<{ id: string; lines: number; newest: string }>(
    `select u.id, p.newest_push_id as newest, (select count(*)::int from audit_line a where a.merchant_id = u.merchant_id
       and a.action = 'push.planned' and a.detail->>'pushId' = u.id::text) as lines
     from push u join payment p on p.merchant_id = u.merchant_id and p.id = u.payment_id
     where u.merchant_id = $1 order by u.id`,
    [shop.merchantId],
  );

describe("changes whose jobs run at the same time", () => {
  it("are each planned once, also when their jobs come again, and the last of a payment is its newest", async () => {
    const shop = await makeShop({ pushUrl: "https://shop.example/push" });
    const told: Told[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { id } = await makePayment(shop);
      told.push(await changed(shop, id), await changed(shop, id));
    }
    const newest = new Map(told.map(({ paymentId, historyId }) => [paymentId, historyId]));
    const expected = told
      .map(({ paymentId, historyId: id }) => ({ id, lines: 1, newest: newest.get(paymentId) }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));

    await planAll(shop, [...told].reverse());
    expect(await planned(shop)).toEqual(expected);
    await planAll(shop, [...told, ...told]);
    expect(await planned(shop)).toEqual(expected);
  });

  it("do not fail with one that cannot be planned", async () => {
    const shop = await makeShop({ pushUrl: "https://shop.example/push" });
    const { id } = await makePayment(shop);
    const [one, other] = [await changed(shop, id), await changed(shop, id)];
    const lost = { paymentId: id, historyId: newId() };
    const ends = await planAll(shop, [one, lost, other]);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await planned(shop)).map((push) => push.id)).toEqual([one.historyId, other.historyId]);
  });
});
