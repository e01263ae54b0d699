import pg from "pg";
import { expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { makeShop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { call, makeMerchantId } from "@/scripts/test/computop";
import { payAt } from "@/scripts/test/pay";
import { configure } from "@/scripts/test/trust";

configure({ LOCK_TIMEOUT_MS: "300" });
useAcquirer();

it("a payment that is held for too long: PENDING, for nobody may take it for a failure and capture twice", async () => {
  const shop = await makeShop();
  const mid = await makeMerchantId(shop);
  const amount = { minor: 1500, currency: "EUR" };
  const paymentId = await payAt(shop, { amount, captureMode: "manual" });
  const PayID = paymentId.replaceAll("-", "");
  const capture = { PayID, Amount: "1500", Currency: "EUR" };
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select 1 from payment where id = $1 for no key update", [paymentId]);
    expect(await call(mid, "capture.aspx", capture)).toMatchObject({ Status: "PENDING", Code: "61000001" });
    expect(await call(mid, "inquire.aspx", { PayID })).toMatchObject({ Status: "OK", AmountCap: "0" });
  } finally {
    await client.query("rollback");
    await client.end();
  }
  expect(await call(mid, "capture.aspx", capture)).toMatchObject({ Status: "OK" });
});
