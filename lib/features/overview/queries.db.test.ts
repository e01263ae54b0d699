import { afterAll, describe, expect, it } from "vitest";
import { paymentListing } from "@/lib/features/payments/listing";
import { summarisePayments } from "@/lib/features/payments/queries/list";
import { volumeOf } from "@/lib/features/overview/model";
import { getOverview } from "@/lib/features/overview/queries";
import { parseListing } from "@/lib/listing/parse";
import { closeDatabase } from "@/lib/platform/db";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const ask = (now: string, timezone = "Europe/Amsterdam") =>
  ({ range: 7, timezone, now: new Date(now) }) as const;

describe("payments fall into the local day they were made on", () => {
  it.each([
    ["23 hours", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999Z", "2026-03-30T12:00:00Z"],
    ["25 hours", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z", "2026-10-26T12:00:00Z"],
  ])("a day of %s has both its ends", async (_what, day, first, last, now) => {
    const shop = await makeShop();
    const justBefore = new Date(new Date(first).getTime() - 1).toISOString();
    const justAfter = new Date(new Date(last).getTime() + 1).toISOString();
    for (const createdAt of [justBefore, first, last, justAfter]) await makePayment(shop, { createdAt });
    const { days, lines } = await getOverview(shop.scope, ask(now));
    const place = days.indexOf(day);
    expect(lines.map((line) => [line.place - place, line.count]).sort()).toEqual([
      [-1, 1],
      [0, 2],
      [1, 1],
    ]);
  });

  it("nothing before the first day or after today is in", async () => {
    const shop = await makeShop();
    await makePayment(shop, { createdAt: "2026-03-23T22:59:59.999Z" });
    await makePayment(shop, { createdAt: "2026-03-30T22:00:00Z" });
    expect((await getOverview(shop.scope, ask("2026-03-30T12:00:00Z"))).lines).toEqual([]);
  });
});

it("counts only what was decided, and never another merchant's", async () => {
  const [shop, stranger] = [await makeShop(), await makeShop()];
  for (const status of [
    "completed",
    "authorised",
    "rejected",
    "failed",
    "pending",
    "started",
    "expired",
    "cancelled",
  ])
    await makePayment(shop, { status });
  await makePayment(stranger);
  const { lines } = await getOverview(shop.scope, ask("2026-03-02T12:00:00Z"));
  expect(lines.map(({ status }) => status).sort()).toEqual(["authorised", "completed", "failed", "rejected"]);
});

it("a bar is the sum of the list that it leads to", async () => {
  const shop = await makeShop();
  await makePayment(shop, { amountMinor: 10_00 });
  await makePayment(shop, { amountMinor: 2_50 });
  await makePayment(shop, { amountMinor: 500, currency: "JPY" });
  await makePayment(shop, { amountMinor: 7_00, method: "ideal" });
  await makePayment(shop, { amountMinor: 9_00, status: "rejected" });
  const now = new Date("2026-03-02T12:00:00Z");
  const { days, lines } = await getOverview(shop.scope, { range: 7, timezone: "Europe/Amsterdam", now });
  const bar = volumeOf(lines, days, "EUR").days[days.indexOf("2026-03-01")]?.parts.card;
  expect(bar).toEqual({ amount: { minor: 12_50, currency: "EUR" }, count: 2 });
  const query = parseListing(
    paymentListing,
    { status: "completed", method: "card", currency: "EUR", from: "2026-03-01", to: "2026-03-01" },
    { timezone: "Europe/Amsterdam", now },
  );
  const list = await summarisePayments(shop.scope, query);
  expect(list).toMatchObject({ count: bar?.count, sums: [bar?.amount] });
});
