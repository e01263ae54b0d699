import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { Payment } from "@/app/api/v1/schemas";
import { env } from "@/lib/platform/env";
import { makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { post, problemOf } from "@/scripts/test/api";
import { configure } from "@/scripts/test/trust";

configure({ LOCK_TIMEOUT_MS: "200" });
useAcquirer();

it("says so when somebody else holds the payment for too long, and does it when asked again", async () => {
  const shop = await makeShop();
  const { id } = await makePayment(shop, { status: "authorised", captureMode: "scheduled" });
  const key = randomUUID();
  const hold = () =>
    post(shop, `/payments/${id}/settlement-updates`, { settleStatus: 2 }, { "idempotency-key": key });
  const holder = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await holder.connect();
  try {
    await holder.query("begin");
    await holder.query("select 1 from payment where id = $1 for update", [id]);
    const answer = await hold();
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await problemOf(answer)).toMatchObject({ status: 409, reason: "locked" });
  } finally {
    await holder.query("rollback");
    await holder.end();
  }
  await rowsOf("update idempotency_key set created_at = created_at - interval '1 hour' where key = $1", [
    key,
  ]);
  expect(Payment.parse(await (await hold()).json()).settleStatus).toBe(2);
});
