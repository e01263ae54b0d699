import { describe, expect, it } from "vitest";
import { serviceNames } from "@/lib/features/data-requests/model";
import { makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { randomFrom } from "@/sandbox/people/random";
import { useAcquirer } from "@/scripts/test/acquirer";
import { seedRequests } from "./requests";
import { allowTimeTravel } from "./time-travel";

useAcquirer();

describe("the demo's data requests", () => {
  it(
    "are of all kinds and ends, spread over their time, and nothing of their invoices is left behind",
    { timeout: 150_000 },
    async () => {
      allowTimeTravel();
      const shop = await makeShop();
      const website = { id: shop.websiteId, merchantId: shop.merchantId, shown: { name: shop.name } };
      const [from, to] = [new Date("2026-03-01T00:00:00Z"), new Date("2026-03-15T00:00:00Z")];
      const createdAt = "2026-02-20T12:00:00Z";
      for (let paid = 0; paid < 8; paid += 1)
        await makePayment(shop, { createdAt, gatewayReference: "AUT-1" });
      await seedRequests([website], randomFrom(7), { from, to, count: 120 });
      const rows = await rowsOf<{
        service: string;
        action: string;
        code: number;
        at: Date;
        messages: number;
      }>(
        `select service, action, status_code as code, created_at as at,
         (select count(*)::int from exchange where data_request_id = d.id and leg = 'merchant_to_us') as messages
       from data_request d where website_id = $1`,
        [shop.websiteId],
      );
      expect(rows.length).toBeGreaterThan(120);
      const services = new Set(rows.map(({ service }) => service));
      expect([...services].sort()).toEqual([...serviceNames].sort());
      expect(new Set(rows.map(({ action }) => action)).size).toBeGreaterThanOrEqual(9);
      expect(rows.map(({ messages }) => messages)).toEqual(rows.map(() => 1));
      for (const code of [190, 490, 491, 792, 890]) expect(rows.map((row) => row.code)).toContain(code);
      const [invoices] = await rowsOf(
        `select bool_or(open_minor = 0 and paid_minor > 0) as paid, bool_or(step_position > 1) as reminded,
         bool_or(status_code = 10 and next_step_on < '2026-03-14') as behind from invoice where merchant_id = $1`,
        [shop.merchantId],
      );
      expect(invoices).toEqual({ paid: true, reminded: true, behind: false });
      expect(rows.every(({ at }) => at >= from && at < new Date(to.getTime() + 3_600_000))).toBe(true);
    },
  );
});
