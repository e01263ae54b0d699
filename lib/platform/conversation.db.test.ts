import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it, vi } from "vitest";
import sql from "sql-template-tag";
import { askOnce, converse, literalOf } from "@/lib/platform/conversation";
import { closeDatabase } from "@/lib/platform/db";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf } from "@/prisma/factories/shop";

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const nasty = [
  "it's",
  'a "quoted" word',
  "back\\slash' or 1=1; drop table payment; --",
  "$1 %s \\x41",
  "{a,b}",
  "NULL",
  "",
  "zażółć 佐藤 🙂",
  "E'\\''",
];

describe("a value in a statement", () => {
  const shop = makeShop();
  it.each(nasty)("arrives as it is: %s", async (value) => {
    const { scope } = await shop;
    const [row] = await askOnce<{ one: string; many: string[] }>(
      scope,
      sql`select ${value}::text as one, ${[value, null, value]}::text[] as many`,
    );
    expect(row).toEqual({ one: value, many: [value, null, value] });
  });

  it("may be nothing, a number, a truth or an instant", async () => {
    const { scope } = await shop;
    const at = new Date("2026-03-01T12:00:00.123Z");
    const [row] = await askOnce(
      scope,
      sql`select ${null}::text as nothing, ${-7}::int as number, ${true}::boolean as truth, ${at}::timestamptz as at,
        ${at}::date::text as day`,
    );
    expect(row).toEqual({ nothing: null, number: -7, truth: true, at, day: "2026-03-01" });
    expect(literalOf(undefined)).toBe("NULL");
  });
});

describe("a conversation", () => {
  it("sees and changes its own merchant's rows only", async () => {
    const [own, other] = [await makeShop(), await makeShop()];
    const { id } = await makePayment(own, { orderReference: "before" });
    const read = sql`select order_reference as word from payment where id = ${id}::uuid`;
    expect(await askOnce(own.scope, read)).toEqual([{ word: "before" }]);
    expect(await askOnce(other.scope, read)).toEqual([]);
    const change = sql`update payment set order_reference = 'after' where id = ${id}::uuid`;
    await converse(other.scope, async (conversation) => {
      conversation.tell(change);
      await conversation.commit();
    });
    expect(await askOnce(own.scope, read)).toEqual([{ word: "before" }]);
  });

  it("changes everything or nothing, and goes on after a failure", async () => {
    const shop = await makeShop();
    const { id } = await makePayment(shop);
    const change = sql`update payment set order_reference = ${"half"} where id = ${id}::uuid`;
    for (let round = 0; round < 3; round += 1) {
      const broken = converse(shop.scope, async (conversation) => {
        conversation.tell(change);
        await conversation.ask(sql`select 1 / ${0}::int`);
        await conversation.commit();
      });
      await expect(broken).rejects.toThrow("division by zero");
    }
    const [row] = await rowsOf<{ order_reference: string }>(
      "select order_reference from payment where id = $1",
      [id],
    );
    expect(row?.order_reference).not.toBe("half");
    expect(await askOnce(shop.scope, sql`select 2 as two`)).toEqual([{ two: 2 }]);
  });

  it("stays bounded when texts are many", async () => {
    const { scope } = await makeShop();
    for (let round = 0; round < 260; round += 1) {
      const rows = await askOnce<{ word: string }>(
        scope,
        sql([`select '${round.toString()}' || `, "::text as word"], randomUUID().slice(0, 4)),
      );
      expect(rows[0]?.word).toHaveLength(round.toString().length + 4);
    }
  });

  it("shares connections with another copy of itself, as a build makes them", async () => {
    const { scope } = await makeShop();
    const question = sql`select ${"both"}::text as word`;
    vi.resetModules();
    const copy = await import("@/lib/platform/conversation");
    expect(copy.askOnce).not.toBe(askOnce);
    for (const ask of [askOnce, copy.askOnce, askOnce])
      expect(await ask(scope, question)).toEqual([{ word: "both" }]);
  });

  it("reads only what it may read", async () => {
    const { scope } = await makeShop();
    const writing = askOnce(scope, sql`insert into timer (name, done_slot) values ('x', now())`);
    await expect(writing).rejects.toThrow("read-only");
  });
});
