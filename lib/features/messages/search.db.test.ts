import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseListing } from "@/lib/listing/parse";
import { messageListing } from "@/lib/features/messages/listing";
import { findConversation, findMessagesOf, getMessage } from "@/lib/features/messages/queries/detail";
import { findMessages, summariseMessages } from "@/lib/features/messages/queries/list";
import { closeDatabase } from "@/lib/platform/db";
import { keepExchange } from "@/lib/platform/exchanges";
import { send } from "@/lib/platform/http";
import { reading } from "@/lib/platform/tx";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { makeExchange } from "@/prisma/factories/exchange";
import { makePayment } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

const context = { timezone: "Europe/Amsterdam", now: new Date("2026-03-04T12:00:00Z") };
const asked = (parameters: Record<string, string>) => parseListing(messageListing, parameters, context);
const found = async (shop: Shop, q: string) =>
  (await findMessages(shop.scope, asked({ q }))).rows.map(({ id }) => id);

let receiver: Server;
let url: string;
const secrets = {
  card: "4111111111111111",
  code: "987",
  key: "cf_live_5f2a9c",
  iban: "NL91ABNA0417164300",
  signature: "h5Cb4Zr0aFQlCw2JmC3Gk8Ec+Y1p8v0jzv7ynq2e0vQ=",
};

beforeAll(async () => {
  receiver = createServer((_request, response) => {
    response.setHeader("set-cookie", `session=${secrets.key}`);
    response.end(JSON.stringify({ account: secrets.iban, echo: `paid with ${secrets.card}` }));
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port.toString()}/wish`;
});

afterAll(async () => {
  receiver.close();
  await closeDatabase();
  await closeFactories();
});

describe("what is kept of an exchange", () => {
  it("holds no card number, code, key, IBAN or signature, nor does what is searched (BK-17)", async () => {
    const shop = await makeShop();
    const sent = await send({
      leg: "us_to_gateway",
      method: "POST",
      url: `${url}?api_key=${secrets.key}`,
      headers: {
        authorization: `hmac AbCdEfGhIj:${secrets.signature}:nonce:1772366400`,
        "x-api-key": secrets.key,
      },
      body: JSON.stringify({
        pan: secrets.card,
        securitycode: secrets.code,
        debtoriban: secrets.iban,
        orderreference: "KEPT-1",
      }),
      timeoutMs: 2_000,
      guarded: false,
    });
    const paymentId = (await makePayment(shop)).id;
    const correlationId = crypto.randomUUID();
    await keepExchange(shop.scope, { correlationId, subject: { paymentId }, exchange: sent.exchange });
    const [kept] = await rowsOf<{ all: string; website_id: string }>(
      "select e::text as all, website_id from exchange e where merchant_id = $1",
      [shop.merchantId],
    );
    expect(kept?.website_id).toBe(shop.websiteId);
    expect(kept?.all).toContain("KEPT-1");
    for (const secret of Object.values(secrets)) {
      expect(kept?.all).not.toContain(secret);
    }
    for (const secret of [secrets.code, secrets.key, secrets.iban, secrets.signature]) {
      expect(await found(shop, secret)).toEqual([]);
    }
    expect(await found(shop, "kept-1")).toHaveLength(1);
    const [message] = await findMessagesOf(shop.scope, { paymentId }, null);
    expect(message).toMatchObject({ method: "POST", status: 200, correlationId });
    expect(await findConversation(shop.scope, correlationId)).toHaveLength(1);
  });
});

describe("the search in messages", () => {
  let shop: Shop;
  let stranger: Shop;
  let rare: string;

  beforeAll(async () => {
    [shop, stranger] = [await makeShop(), await makeShop()];
    for (let index = 0; index < 40; index += 1) {
      await makeExchange(shop, { requestBody: `{"common":"word ${index.toString()}"}` });
    }
    const paymentId = (await makePayment(shop)).id;
    const body = String.raw`{"name":"J\u00f6rg Maier","order":"ORD-2026-881","mail":"jorg@shop.example"}`;
    rare = (await makeExchange(shop, { paymentId, requestBody: body, responseBody: "<a>yes</a>" })).id;
    await makeExchange(stranger, { requestBody: body });
  });

  it.each([
    "ord-2026-881",
    "ORD-2026*",
    "881",
    "jörg",
    "JORG maier",
    "jorg@shop.example",
    "shop.example",
    "yes order",
    '"order":"ORD-2026-881"',
  ])("finds one among many by %s", async (q) => {
    expect(await found(shop, q)).toEqual([rare]);
    expect(await summariseMessages(shop.scope, asked({ q }))).toMatchObject({ count: 1, more: false });
  });

  it.each(["ord-2026-882", "jor", "maier nowhere", "***"])("finds nothing by %s", async (q) => {
    expect(await found(shop, q)).toEqual([]);
  });

  it("finds what many say by walking, with filters and page by page", async () => {
    expect(await found(shop, "common")).toHaveLength(40);
    const query = asked({ q: "common word", leg: "merchant_to_us", limit: "15" });
    const first = await findMessages(shop.scope, query);
    expect(first.rows).toHaveLength(15);
    if (first.next === null) throw new Error("there must be a next page");
    const second = await findMessages(shop.scope, { ...query, page: { after: first.next } });
    expect(second.rows.some(({ id }) => first.rows.some((row) => row.id === id))).toBe(false);
    expect(await summariseMessages(shop.scope, query)).toMatchObject({ count: 40 });
  });

  it("finds all of one conversation by its id, and those of an object by its id or key", async () => {
    const correlationId = crypto.randomUUID();
    const request = await makeDataRequest(shop);
    const [kept] = await rowsOf<{ key: string }>("select key from data_request where id = $1", [request.id]);
    const dataRequestId = request.id;
    const ids = [
      (await makeExchange(shop, { dataRequestId, correlationId })).id,
      (await makeExchange(shop, { correlationId, leg: "us_to_bank" })).id,
    ];
    expect((await found(shop, correlationId)).toSorted()).toEqual(ids.toSorted());
    expect(await found(shop, dataRequestId)).toEqual(ids.slice(0, 1));
    expect(await found(shop, kept?.key ?? "")).toEqual(ids.slice(0, 1));
    expect(await found(stranger, correlationId)).toEqual([]);
    expect(await getMessage(stranger.scope, ids[0] ?? "")).toBeNull();
    expect((await getMessage(shop.scope, ids[0] ?? ""))?.conversation).toHaveLength(2);
  });

  it("shows with a request what its conversation holds besides: its batch, and its payment at the acquirer", async () => {
    const { id: dataRequestId } = await makeDataRequest(shop);
    const other = await makeDataRequest(shop);
    const correlationId = crypto.randomUUID();
    const paymentId = (await makePayment(shop)).id;
    const batch = await makeExchange(shop, { correlationId });
    const atBank = await makeExchange(shop, { correlationId, leg: "us_to_bank", dataRequestId });
    const paid = await makeExchange(shop, { correlationId, leg: "us_to_gateway", paymentId });
    await makeExchange(shop, { correlationId, leg: "us_to_bank", dataRequestId: other.id });
    const idsOf = async (legs: readonly string[] | null) =>
      (await findMessagesOf(shop.scope, { dataRequestId, correlationId }, legs)).map(({ id }) => id).sort();
    expect(await idsOf(null)).toEqual([batch, atBank, paid].map(({ id }) => id).sort());
    expect(await idsOf(["us_to_gateway"])).toEqual([paid.id]);
  });

  it("goes through a door that stays inside the merchant", async () => {
    const through = (of: Shop) =>
      reading(
        of.scope,
        (db) => db.$queryRaw<unknown[]>`select exchanges_with_words('''ord-2026-881'''::tsquery, 10)`,
      );
    expect(await through(shop)).toHaveLength(1);
    expect(await through(stranger)).toHaveLength(1);
    expect(await through(await makeShop())).toEqual([]);
    const [same] = await reading(
      stranger.scope,
      (db) => db.$queryRaw<unknown[]>`select count(*)::int as n from exchange where id = ${rare}::uuid`,
    );
    expect(same).toEqual({ n: 0 });
  });
});
