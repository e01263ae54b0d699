import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseListing } from "@/lib/listing/parse";
import { activityListing } from "@/lib/features/activity-log/listing";
import { findActivity, findActivityOf, getActivityAddress } from "@/lib/features/activity-log/queries";
import { closeDatabase } from "@/lib/platform/db";
import { reading } from "@/lib/platform/tx";
import { makeAttempt, makeHistory, makePush } from "@/prisma/factories/activity";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, type Shop } from "@/prisma/factories/shop";

const context = { timezone: "Europe/Amsterdam", now: new Date("2026-03-04T12:00:00Z") };
const found = async (shop: Shop, q: string) =>
  (await findActivity(shop.scope, parseListing(activityListing, { q }, context))).rows;

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe("the log", () => {
  const at = "2026-03-01T12:00:00Z";
  let shop: Shop;
  let stranger: Shop;
  let paymentId: string;
  let lineId: string;
  let attemptId: string;

  beforeAll(async () => {
    [shop, stranger] = [await makeShop(), await makeShop()];
    paymentId = (await makePayment(shop, { orderReference: "LOG-77" })).id;
    const person = { actor: "user:Agnieszka Nowak", reason: "goods came back" };
    lineId = (await makeHistory(shop, { paymentId, at, ...person })).id;
    const { id: pushId } = await makePush(shop, { paymentId, at });
    attemptId = (await makeAttempt(shop, { pushId, number: 1, outcome: "refused", at })).id;
    await makeHistory(shop, { paymentId: (await makePayment(shop)).id, at });
    await makeHistory(stranger, { paymentId: (await makePayment(stranger)).id, at, ...person });
  });

  it.each(["LOG-77", "nowak", "goods back"])("finds what happened by %s", async (q) => {
    const ids = (await found(shop, q)).map(({ id }) => id);
    expect(ids).toContain(lineId);
    expect(ids).toHaveLength(q === "LOG-77" ? 2 : 1);
  });

  it("tells of an object with the answers to its pushes, and of nobody else's", async () => {
    const lines = await findActivityOf(shop.scope, paymentId);
    expect(lines.map(({ id }) => id).toSorted()).toEqual([lineId, attemptId].toSorted());
    expect(lines.find(({ id }) => id === attemptId)).toMatchObject({ became: "push_refused", text: "500" });
    expect(await findActivityOf(stranger.scope, paymentId)).toEqual([]);
    expect(await findActivityOf(shop.scope, "nonsense")).toEqual([]);
  });

  it("leads to the object of each line", async () => {
    expect(await getActivityAddress(shop.scope, lineId)).toBe(`/payments/${paymentId}`);
    expect(await getActivityAddress(shop.scope, attemptId)).toBe(`/payments/${paymentId}`);
    expect(await getActivityAddress(stranger.scope, lineId)).toBeNull();
    const { id } = await makeDataRequest(shop);
    const [line] = await findActivityOf(shop.scope, id);
    expect(line?.object.code).toBe("data_request");
    expect(await getActivityAddress(shop.scope, line?.id ?? "")).toBe(`/data-requests/${id}`);
  });

  it("searches through a door that stays inside the merchant", async () => {
    const through = (of: Shop) =>
      reading(
        of.scope,
        (db) => db.$queryRaw<unknown[]>`select activity_with_words(plainto_tsquery('simple', 'nowak'), 10)`,
      );
    expect(await through(shop)).toHaveLength(1);
    expect(await through(stranger)).toHaveLength(1);
    expect(await through(await makeShop())).toEqual([]);
  });

  it("walks an index of each table for its newest page and sorts nothing", async () => {
    const plan = await reading(shop.scope, async (db) => {
      await db.$executeRaw`set local enable_seqscan = off`;
      return db.$queryRaw<{ "QUERY PLAN": string }[]>`
        explain (costs off) select r.* from activity r where r.merchant_id = ${shop.scope}::uuid
        order by r.at desc, r.id desc limit 51`;
    });
    const lines = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(lines).toContain("Merge Append");
    expect(lines).not.toContain("Sort  ");
    expect(lines.match(/Index Scan using/g)).toHaveLength(4);
  });
});
