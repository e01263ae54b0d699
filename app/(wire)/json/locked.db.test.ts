import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { setClock, systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { makeShop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { ask, askOne, auth, configure, pay, recordOf, update } from "@/scripts/test/trust";

configure({ LOCK_TIMEOUT_MS: "300", TRUST_UPDATE_DELAY_MS: "2000" });
useAcquirer();

let restore = () => {};
const later = (seconds: number) => {
  restore();
  restore = setClock(() => new Date(systemMs() + seconds * 1_000));
};
afterEach(() => {
  restore();
});

it("TP-25 a row that is held for too long: 79001 for this request, its own answer for the next", async () => {
  const shop = await makeShop();
  const [held, free] = [await pay(shop), await pay(shop)];
  later(10);
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select 1 from payment where transaction_reference = $1 for update", [held]);
    const { response } = await ask(shop, [
      update(shop, held, { settlestatus: "2" }),
      update(shop, free, { settlestatus: "2" }),
    ]);
    expect(response).toMatchObject([
      { errorcode: "79001", errormessage: "Record temporarily locked" },
      { errorcode: "0" },
    ]);
  } finally {
    await client.query("rollback");
    await client.end();
  }
  expect(await recordOf(shop, held)).toMatchObject({ settlestatus: "0" });
  expect(await askOne(shop, update(shop, held, { settlestatus: "2" }))).toMatchObject({ errorcode: "0" });
});

it("TP-13 what was only just made can be queried, but neither updated nor refunded", async () => {
  const shop = await makeShop();
  const reference = await pay(shop, { settlestatus: "100" });
  const refund = { requesttypedescription: "REFUND", parenttransactionreference: reference };
  expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "100" });
  expect(await askOne(shop, update(shop, reference, { settlestatus: "2" }))).toMatchObject({
    errorcode: "20004",
    errormessage: "Missing parent",
  });
  expect(await askOne(shop, refund)).toMatchObject({ errorcode: "20004" });
  later(2.5);
  expect(await askOne(shop, update(shop, reference, { settlestatus: "2" }))).toMatchObject({
    errorcode: "60017",
  });
  expect(await askOne(shop, refund)).toMatchObject({ errorcode: "0" });
  expect(await askOne(shop, auth(shop))).toMatchObject({ errorcode: "0" });
});
