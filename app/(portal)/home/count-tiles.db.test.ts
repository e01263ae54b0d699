import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countTiles, type CountedTile } from "@/app/(portal)/home/count-tiles";
import { tilesFor, tilesOf, type Tile, type TileName } from "@/app/(portal)/home/tiles";
import { registered } from "@/lib/features/registry";
import { permissionsOf, type Role } from "@/lib/kernel/access";
import { parseListing } from "@/lib/listing/parse";
import { closeDatabase } from "@/lib/platform/db";
import { makeChain } from "@/prisma/factories/chain";
import { makeBounce } from "@/prisma/factories/bounce";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

const timezone = "Europe/Amsterdam";
const now = new Date("2026-03-04T12:00:00Z");
const context = { timezone, now };

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

type Held = {
  readonly settle?: number;
  readonly mode?: string;
  readonly due?: string;
  readonly until?: string;
  readonly reserved?: number;
};

/** An authorised payment as it waits; what the factory has no word for is set on the row. */
async function hold(shop: Shop, { settle = 0, mode = "scheduled", due, until, reserved = 0 }: Held) {
  const { id } = await makePayment(shop, { status: "authorised" });
  await rowsOf(
    `update payment set settle_status = $2, capture_mode = $3, settle_due_date = $4, reserved_until = $5, reserved_minor = $6
     where id = $1`,
    [id, settle, mode, due ?? null, until ?? "2026-03-20T12:00:00Z", reserved],
  );
  return id;
}

async function failPush(shop: Shop, paymentId: string, state: string) {
  await rowsOf(
    `insert into push (merchant_id, id, website_id, payment_id, event_type, body, state, first_planned_at, created_at)
     values ($1, gen_random_uuid(), $2, $3, 'payment.completed', '{}', $4, $5, $5)`,
    [shop.merchantId, shop.websiteId, paymentId, state, now],
  );
}

async function wishRefund(shop: Shop, status: string) {
  const { id } = await makePayment(shop);
  await rowsOf(
    `insert into refund (merchant_id, id, payment_id, transaction_reference, intent_id, currency, amount_minor, settle_minor,
       status, actor, asked_by, correlation_id, created_at, status_at)
     values ($1, gen_random_uuid(), $2, left(gen_random_uuid()::text, 24), gen_random_uuid()::text, 'EUR', 1, 1, $3,
       'user:Eva', 'user:eva', gen_random_uuid(), $4, $4)`,
    [shop.merchantId, id, status, now],
  );
}

/** The first two end by the day after tomorrow and are not renewed before. */
const endings = [
  { state: "stopped", stopReason: "manual", reservedUntil: "2026-03-06T12:00:00Z" },
  { state: "active", reservedUntil: "2026-03-05T12:00:00Z", nextRenewalAt: "2026-03-06T00:30:00Z" },
  { state: "active", reservedUntil: "2026-03-06T12:00:00Z", nextRenewalAt: "2026-03-05T00:30:00Z" },
  { state: "stopped", stopReason: "manual", reservedUntil: "2026-03-09T12:00:00Z" },
  { state: "stopped", stopReason: "renewal_failed", reservedUntil: null },
];

describe("a tile and the list it leads to never disagree", () => {
  let shop: Shop;
  let tiles: readonly CountedTile[];

  beforeAll(async () => {
    shop = await makeShop();
    const stranger = await makeShop();
    for (const of of [shop, stranger]) {
      await hold(of, { settle: 2, until: "2026-03-06T22:59:59Z" });
      await hold(of, { settle: 2, until: "2026-03-06T23:00:00Z" });
      await hold(of, { settle: 2, mode: "manual", until: "2026-03-05T12:00:00Z" });
      await hold(of, { settle: 0, due: "2026-03-04" });
      await hold(of, { settle: 1, due: "2026-03-01" });
      await hold(of, { settle: 0, due: "2026-03-05" });
      for (const chain of endings) await makeChain(of, chain);
      await failPush(of, await hold(of, { settle: 10 }), "retrying");
      await failPush(of, await hold(of, { settle: 10 }), "exhausted");
      await failPush(of, await hold(of, { settle: 10 }), "delivered");
      for (const status of ["awaiting_approval", "awaiting_balance", "unknown", "unknown", "done"])
        await wishRefund(of, status);
      await makeBounce(of, { bouncedAt: "2026-03-04T10:00:00Z" });
      await makeBounce(of, { bouncedAt: "2026-03-03T10:00:00Z" });
      await makeBounce(of, { bouncedAt: "2026-03-03T10:00:00Z", resentAt: "2026-03-03T11:00:00Z" });
      await makeBounce(of, { bouncedAt: "2026-02-01T10:00:00Z" });
    }
    tiles = await countTiles(actorOf(shop), context);
  });

  it("counts what waits, by local days", () => {
    const counts = Object.fromEntries(tiles.map(({ name, count }) => [name, count]));
    expect(counts).toEqual({
      approvals: 1,
      suspendedEnding: 1,
      reservationsEnding: 1,
      authorisationsEnding: 2,
      refundsUnknown: 2,
      failedPushes: 2,
      suspended: 2,
      refundsForBalance: 1,
      dueTonight: 2,
      bounces: 2,
    } satisfies Partial<Record<TileName, number>>);
  });

  const listOf = ({ list, parameters }: Tile) => {
    const entry = registered(list);
    if (entry === null) throw new Error(`${list} is not registered`);
    const query = parseListing(entry.listing, parameters, context);
    expect(query.ignored).toEqual([]);
    return Promise.all([entry.find(shop.scope, query), entry.summarise(shop.scope, query)]);
  };

  it.each(tilesFor(permissionsOf("owner"), tilesOf("2026-03-04")))("%s", async (name) => {
    const [page, summary] = await listOf(tilesOf("2026-03-04")[name]);
    const tile = tiles.find((one) => one.name === name);
    expect([page.rows.length, summary?.count]).toEqual([tile?.count, tile?.count]);
  });
});

it("a refund that waits for approval is one tile: to decide for who may, to know for who may not", () => {
  const names = (role: Role) =>
    tilesFor(permissionsOf(role), tilesOf("2026-03-04")).filter((name) => /approval/i.test(name));
  expect(names("owner")).toEqual(["approvals"]);
  expect(names("viewer")).toEqual(["refundsForApproval"]);
});

it("shows no tile for a list that the person may not see", async () => {
  const shop = await makeShop();
  expect(await countTiles({ ...actorOf(shop), may: new Set() }, context)).toEqual([]);
});

it("counts nothing for a merchant with nothing", async () => {
  const counted = await countTiles(actorOf(await makeShop()), context);
  expect(counted.map(({ count, more }) => [count, more])).toEqual(
    tilesFor(permissionsOf("owner"), tilesOf("2026-03-04")).map(() => [0, false]),
  );
});
