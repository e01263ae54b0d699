import { afterAll, expect, it } from "vitest";
import { parseListing } from "@/lib/listing/parse";
import { subscriptionListing, type SubscriptionRow } from "@/lib/features/subscriptions/listing";
import { shownStatuses, shownStatusOf, subscriptionStatuses } from "@/lib/features/subscriptions/model";
import {
  findSubscriptions,
  summariseSubscriptions,
  walkSubscriptions,
} from "@/lib/features/subscriptions/queries/list";
import { subscriptionOfPayment } from "@/lib/features/subscriptions/queries/detail";
import { closeDatabase } from "@/lib/platform/db";
import { closeFactories, makeShop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const asked = (status: readonly string[]) =>
  parseListing(
    subscriptionListing,
    { status },
    { timezone: "Europe/Amsterdam", now: new Date("2026-03-04T12:00:00Z") },
  );

/** Every stored status, before the last payment, at it, and without an end. */
const plans = subscriptionStatuses.flatMap((status) =>
  [3, 5, null].map((finalNumber) => ({ status, number: 3, finalNumber })),
);

it("asks for a status by the word that it shows, on screen, in the file and in the count", async () => {
  const shop = await makeShop();
  const made = new Map<string, string>();
  for (const plan of plans) {
    const { id, paymentId } = await makeSubscription(shop, plan);
    made.set(id, shownStatusOf(plan));
    expect(await subscriptionOfPayment(shop.scope, paymentId)).toMatchObject({ status: shownStatusOf(plan) });
  }
  const told = async (words: readonly string[]) => {
    const { rows } = await findSubscriptions(shop.scope, asked(words));
    const written: SubscriptionRow[] = [];
    await walkSubscriptions(shop.scope, asked(words), (some) => {
      written.push(...some);
      return Promise.resolve();
    });
    expect(written).toEqual(rows);
    expect(await summariseSubscriptions(shop.scope, asked(words))).toMatchObject({ count: rows.length });
    for (const { id, status } of rows) expect(status).toBe(made.get(id));
    return rows;
  };
  expect(await told([])).toHaveLength(plans.length);
  for (const word of shownStatuses) {
    const rows = await told([word]);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set([word]));
    expect(rows).toHaveLength([...made.values()].filter((status) => status === word).length);
  }
  expect(await told(["active", "finished"])).toHaveLength(3);
  expect((await told(["finished"])).map(({ number, next }) => [number, next])).toEqual([["3/3", null]]);
});
