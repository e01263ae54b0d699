import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/db";
import { withinScope } from "@/lib/platform/scoped";
import { inTransaction } from "@/lib/platform/tx";
import { err, ok } from "@/lib/kernel/result";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

let shop: Shop;
let other: Shop;
beforeAll(async () => {
  shop = await makeShop();
  other = await makeShop();
  await makePayment(shop);
  await inTransaction(actorOf(shop), async (tx) => {
    await tx.audit("test.written", ["test", shop.websiteId]);
    return ok(undefined);
  });
});
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const tenantTables = () =>
  rowsOf<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'merchant_id' order by 1`,
    [],
  );

describe("the second wall", () => {
  it("a query that forgot its scope finds nothing in any table of a merchant", async () => {
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      expect((await pool().query(`select 1 from ${name} limit 1`)).rows).toEqual([]);
    }
    expect((await pool().query("select 1 from merchant limit 1")).rows).toEqual([]);
  });

  it("the merchant of one transaction does not stay on the connection", async () => {
    await withinScope(shop.scope, (client) => client.query("select 1 from payment"));
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => pool().query("select 1 from payment limit 1")),
    );
    expect(counts.map(({ rowCount }) => rowCount)).toEqual(Array(20).fill(0));
  });

  it("a query that asks for another merchant by name finds nothing", async () => {
    const found = await withinScope(other.scope, (client) =>
      client.query("select 1 from payment where merchant_id = $1", [shop.merchantId]),
    );
    expect(found.rows).toEqual([]);
  });

  it("a row cannot be written for another merchant", async () => {
    const forged = inTransaction(actorOf(other), async (tx) => {
      await tx.db.$executeRaw`
        insert into idempotency_key (merchant_id, website_id, key, fingerprint, created_at)
        values (${shop.merchantId}::uuid, ${shop.websiteId}::uuid, 'k', 'f', now())`;
      return ok(undefined);
    });
    await expect(forged).rejects.toThrow("row-level security");
  });

  it("a row cannot point at another merchant's row", async () => {
    const forged = rowsOf(
      `insert into api_key (merchant_id, id, website_id, name, hint, digest, created_at)
       values ($1, $2, $2, 'k', 'h', $3, now())`,
      [other.merchantId, shop.websiteId, shop.websiteId],
    );
    await expect(forged).rejects.toThrow("foreign key");
  });
});

describe("what is written once stays (ASVS 16.4.2)", () => {
  it.each(["audit_line", "payment_history", "exchange", "push_attempt"])(
    "the application may not change or delete lines of %s",
    async (table) => {
      for (const statement of [`update ${table} set merchant_id = merchant_id`, `delete from ${table}`]) {
        const tried = inTransaction(actorOf(shop), async (tx) => {
          await tx.db.$executeRawUnsafe(statement);
          return ok(undefined);
        });
        await expect(tried).rejects.toThrow("permission denied");
      }
    },
  );

  it.each(["payment", "refund", "operation", "push", "idempotency_key", "website", "app_user"])(
    "the application may not delete from %s",
    async (table) => {
      await expect(pool().query(`delete from ${table}`)).rejects.toThrow("permission denied");
    },
  );

  it("the application cannot lift the wall", async () => {
    for (const statement of [
      "alter table payment disable row level security",
      "drop policy own_merchant on payment",
      "set role counterfoil",
      "truncate payment",
    ]) {
      await expect(pool().query(statement)).rejects.toThrow(/must be owner|permission denied/);
    }
  });
});

describe("a transaction", () => {
  it("that ends in a refusal leaves nothing, not even a job", async () => {
    const refused = await inTransaction(actorOf(shop), async (tx) => {
      await tx.audit("test.refused", ["test", "1"]);
      await tx.emit("payment.inquire", { paymentId: shop.websiteId }, { key: `refused:${shop.websiteId}` });
      return err("not_today");
    });
    expect(refused).toEqual({ ok: false, error: "not_today" });
    expect(
      await rowsOf("select 1 from audit_line where merchant_id = $1 and action = 'test.refused'", [
        shop.merchantId,
      ]),
    ).toEqual([]);
    expect(
      await rowsOf("select 1 from graphile_worker._private_jobs where key = $1", [
        `refused:${shop.websiteId}`,
      ]),
    ).toEqual([]);
  });

  it("that reads cannot write", async () => {
    const written = withinScope(shop.scope, (client) => client.query("update payment set description = 'x'"));
    await expect(written).rejects.toThrow("read-only");
  });
});
