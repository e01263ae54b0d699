import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";
import { randomFrom } from "@/sandbox/people/random";
import { seedRequests } from "./requests";
import { allowTimeTravel } from "./time-travel";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe("the demo's data requests", () => {
  it("are of all kinds and ends, spread over their time", async () => {
    allowTimeTravel();
    const shop = await makeShop();
    const website = { id: shop.websiteId, merchantId: shop.merchantId, shown: { name: shop.name } };
    const [from, to] = [new Date("2026-03-01T00:00:00Z"), new Date("2026-03-15T00:00:00Z")];
    await seedRequests([website], randomFrom(7), { from, to, count: 120 });
    const rows = await rowsOf<{ service: string; code: number; at: Date }>(
      "select service, status_code as code, created_at as at from data_request where website_id = $1",
      [shop.websiteId],
    );
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map(({ service }) => service)).size).toBeGreaterThanOrEqual(5);
    for (const code of [190, 490, 491, 792, 890]) expect(rows.map((row) => row.code)).toContain(code);
    expect(rows.every(({ at }) => at >= from && at < to)).toBe(true);
  });
});
