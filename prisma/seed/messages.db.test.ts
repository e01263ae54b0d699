import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { queueConfirmation } from "@/prisma/factories/confirmation";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";
import { randomFrom } from "@/sandbox/people/random";
import { postOf } from "./messages";
import { allowTimeTravel, at, later } from "./time-travel";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

describe("the demo's messages", () => {
  it("come to all ends, each in its own time", async () => {
    allowTimeTravel();
    const shop = await makeShop();
    const payment = await makePayment(shop, { createdAt: "2026-03-01T00:00:00Z" });
    const from = new Date("2026-03-01T00:00:00Z");
    const end = later(from, 20 * 86_400_000);
    for (let number = 0; number < 100; number += 1)
      await at(later(from, number * 3_600_000), () =>
        queueConfirmation(shop, payment.id, `customer.${number.toString()}@example.nl`),
      );
    await postOf(randomFrom(11))([shop.merchantId], end);

    const ask = (of: string, table: string) =>
      rowsOf<{ one: string }>(`select distinct ${of} as one from ${table} where merchant_id = $1`, [
        shop.merchantId,
      ]).then((rows) => rows.map(({ one }) => one));
    expect((await ask("state", "communication")).sort()).toEqual(["bounced", "sent", "unknown"]);
    expect((await ask("verdict", "inbound_report")).sort()).toEqual([
      "automatic_reply",
      "bounce",
      "complaint",
      "delayed",
      "unreadable",
    ]);
    const sources = await ask("source", "bounce");
    expect(sources.sort()).toEqual(["gave_up", "refusal", "report"]);
    const early = await rowsOf(
      `select 1 from bounce b join communication c on c.id = b.communication_id
       where b.merchant_id = $1 and (b.bounced_at < c.created_at or b.bounced_at > $2)`,
      [shop.merchantId, end],
    );
    expect(early).toEqual([]);
  });
});
