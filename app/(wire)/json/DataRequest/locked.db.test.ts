import pg from "pg";
import { expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { makeScheme } from "@/prisma/factories/scheme";
import { makeShop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import {
  askFor,
  callOf,
  codeOf,
  sendBatch,
  sendDataRequest,
  type DataRequestBody,
} from "@/scripts/test/buckaroo";

useAcquirer({ LOCK_TIMEOUT_MS: "300" });

const invoice = {
  InvoiceAmount: "121.00",
  InvoiceDate: "2025-01-15",
  DueDate: "2025-02-14",
  SchemeKey: "a1b2c3",
  "Debtor/Code": "cust-77",
};

it("a row that is held for too long costs its own request only, alone and in a batch", async () => {
  const shop = await makeShop();
  await makeScheme(shop);
  const service = "CreditManagement3";
  await askFor(shop, service, "CreateInvoice", invoice, { Invoice: "INV-1" });
  const pause = callOf(service, "PauseInvoice", {}, { Invoice: "INV-1" });
  const other = callOf(service, "AddOrUpdateDebtor", { "Debtor/Code": "cust-78" });
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  try {
    await client.query("begin");
    const held = "select 1 from invoice where merchant_id = $1 for update";
    await client.query(held, [shop.merchantId]);
    const alone = await sendDataRequest(shop, JSON.stringify(pause));
    expect([alone.status, errorOf((await alone.json()) as DataRequestBody)]).toEqual([409, "Locked"]);
    const batch = await sendBatch(shop, JSON.stringify([pause, other]));
    const [locked, free] = (await batch.json()) as DataRequestBody[];
    expect([batch.status, locked && errorOf(locked), free && codeOf(free)]).toEqual([200, "Locked", 190]);
  } finally {
    await client.query("rollback");
    await client.end();
  }
  const again = await askFor(shop, service, "PauseInvoice", {}, { Invoice: "INV-1" });
  expect(codeOf(again)).toBe(190);
});

const errorOf = ({ RequestErrors }: DataRequestBody) => RequestErrors?.["ChannelErrors"]?.[0]?.Error;
