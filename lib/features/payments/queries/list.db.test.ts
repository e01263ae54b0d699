import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeCursor } from "@/lib/listing/cursor";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { paymentListing } from "@/lib/features/payments/listing";
import { findPayments, paymentSource } from "@/lib/features/payments/queries/list";
import { closeDatabase } from "@/lib/platform/db";
import { pageStatement } from "@/lib/platform/listing-rows";
import type { Ask } from "@/lib/platform/listing-source";
import { withinScope } from "@/lib/platform/scoped";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

const context = { timezone: "Europe/Amsterdam", now: new Date("2026-03-04T12:00:00Z") };
const parse = (parameters: Parameters) => parseListing(paymentListing, parameters, context);

afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

const search = async (shop: Shop, q: string) =>
  (await findPayments(shop.scope, parse({ q, limit: "100" }))).rows.map(({ id }) => id);

describe("FP-2 the one search box", () => {
  let shop: Shop;
  let wanted: string;

  beforeAll(async () => {
    shop = await makeShop();
    const stranger = await makeShop();
    const facts = {
      customerEmail: "jan.de_vries+1@bakkerij.example",
      orderReference: "Order 100%",
      cardLastFour: "4242",
    };
    ({ id: wanted } = await makePayment(shop, facts));
    await makePayment(stranger, facts);
    for (let index = 0; index < 30; index += 1)
      await makePayment(shop, { customerEmail: `c${index}@common.example` });
  });

  it.each([
    ["the payment's id in any case", () => wanted.toUpperCase()],
    ["the order reference", () => "Order 100%"],
    ["the whole e-mail in any case", () => "Jan.De_Vries+1@Bakkerij.Example"],
    ["a fragment of the e-mail", () => "bakkerij"],
    ["a fragment with signs that LIKE reads", () => "de_vries"],
    ["a fragment with the at sign", () => "@bakkerij"],
    ["the last four digits", () => "4242"],
    ["blanks around it", () => "  bakkerij "],
  ])("finds by %s, and never another merchant's", async (_what, q) => {
    expect(await search(shop, q())).toEqual([wanted]);
  });

  it("finds by transaction reference", async () => {
    const [row] = await rowsOf<{ reference: string }>(
      "select transaction_reference as reference from payment where id = $1",
      [wanted],
    );
    expect(await search(shop, row?.reference ?? "")).toEqual([wanted]);
  });

  it("finds all that share a common fragment, newest first", async () => {
    expect(await search(shop, "common.exa")).toHaveLength(30);
    expect(await search(shop, "c1")).toHaveLength(11);
  });

  it.each([
    "%",
    "jan_de",
    "dexvries",
    "bakkerij%",
    "\\",
    "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d",
    "9999",
    "nobody@common.example",
  ])("%s finds nothing: signs of LIKE are plain text", async (q) => {
    expect(await search(shop, q)).toEqual([]);
  });

  it("refuses a full card number before anything is asked", () => {
    expect(parse({ q: "4111 1111 1111 1111" })).toMatchObject({
      search: null,
      ignored: [{ parameter: "q", value: "", reason: "card_number" }],
    });
  });
});

describe("under row security each question reaches its index (30,000 rows)", () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await makeShop();
    await rowsOf(
      `insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, order_reference, customer_email,
         method, card_brand, card_first_six, card_last_four, currency, amount_minor, settle_minor, amount_major, status, capture_mode,
         created_at, status_at)
       select $1, gen_random_uuid(), $2, 'x-' || n, 'bulk-' || n, 'B-' || n, 'person' || n || '@mail' || n % 5 || '.example',
         (array['card', 'ideal', 'blik'])[1 + n % 3], 'visa', '411111', lpad((n % 10000)::text, 4, '0'),
         case when n % 500 = 0 then 'KWD' else 'EUR' end, 1000 * (1 + n % 90), 1000 * (1 + n % 90), case when n % 500 = 0 then 1 + n % 90 else 10 * (1 + n % 90) end,
         case when n % 400 = 0 then 'failed' else 'completed' end, 'immediate', at, at
       from generate_series(1, 30000) n, lateral (select timestamptz '2026-01-01' + n * interval '1 minute' as at) t`,
      [shop.merchantId, shop.websiteId],
    );
    await rowsOf("analyze payment", []);
  }, 60_000);

  const planOf = (parameters: Parameters) =>
    withinScope(shop.scope, async (client) => {
      const ask: Ask = async (question) => (await client.query(question)).rows as never;
      const { text, values } = await pageStatement(shop.scope, paymentSource, parse(parameters), ask);
      const { rows } = await client.query<Record<string, string>>(`explain (costs off) ${text}`, values);
      return rows.map((row) => Object.values(row)[0] ?? "").join("\n");
    });

  const deep = writeCursor({ value: "2026-01-10T00:00:00.000Z", id: "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d" });

  it.each([
    ["the first page", {}, /payment_merchant_id_created_at_id_idx/],
    ["a deep page", { after: deep }, /payment_merchant_id_created_at_id_idx/],
    ["the page before a deep one", { before: deep }, /payment_merchant_id_created_at_id_idx/],
    ["a rare status", { status: "failed" }, /status_created_at_id_idx/],
    ["two statuses", { status: ["failed", "rejected"] }, /status_created_at_id_idx/],
    ["a method", { method: "ideal" }, /(method|merchant_id)_created_at_id_idx/],
    ["an exact e-mail", { q: "person77@mail2.example" }, /customer_email_created_at_id_idx/],
    ["an order reference or four digits", { q: "0077" }, /card_last_four_created_at_id_idx/],
    ["a rare fragment", { q: "person777@" }, /payment_pkey/],
    ["days", { from: "2026-01-02", to: "2026-01-03" }, /payment_merchant_id_created_at_id_idx/],
    ["the dearest first", { sort: "-amount" }, /amount_\w+_id_idx/],
  ])("%s", async (_what, parameters, index) => {
    const plan = await planOf(parameters);
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/Seq Scan on payment/);
  });

  it("an e-mail fragment goes through the trigram index, behind its function", async () => {
    const plan = await rowsOf<Record<string, string>>(
      `explain (costs off) select id from payment where merchant_id = '${shop.merchantId}' and customer_email like '%person777@%'`,
      [],
    );
    expect(JSON.stringify(plan)).toContain("payment_email_trigrams");
    expect(await search(shop, "person777@")).toHaveLength(1);
    expect(await search(shop, "@mail3")).toHaveLength(100);
  });
});
