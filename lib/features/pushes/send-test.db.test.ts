import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendTestPush } from "@/lib/features/pushes/commands/send-test";
import { sendTest } from "@/lib/features/pushes/jobs/send-test";
import { pushFormats } from "@/lib/features/pushes/model";
import { getPushSettings } from "@/lib/features/websites/queries";
import { setClock } from "@/lib/platform/clock";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { isGenuine } from "@/sandbox/shop/verify";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver, forbidden } = useReceivers();

const start = new Date("2026-03-01T12:00:00Z");
let clock = start;
let restore = () => {};
beforeEach(() => {
  clock = start;
  restore = setClock(() => clock);
});
afterEach(() => {
  restore();
});

const ask = (shop: Shop) => sendTestPush(actorOf(shop), { websiteId: shop.websiteId });
const jobFor = (shop: Shop, testId: string) => ({
  version: 1,
  merchantId: shop.merchantId,
  websiteId: shop.websiteId,
  testId,
});
/** Asks and lets the worker send. */
async function sendOne(shop: Shop): Promise<string> {
  const asked = await ask(shop);
  if (!asked.ok) throw new Error(asked.error);
  await sendTest(jobFor(shop, asked.value.testId));
  return asked.value.testId;
}
const testOf = async (shop: Shop) => (await getPushSettings(shop.scope, shop.websiteId))?.test;

describe("a test push", () => {
  it.each(pushFormats)(
    "in the format %s is signed, says that it is a test, and is no push",
    async (pushFormat) => {
      const path = `/${crypto.randomUUID()}`;
      const shop = await makeShop({ pushUrl: receiver.url(path), pushFormat, pushHash: "sha256" });
      receiver.answerWith(path, (_call, response) => {
        response.writeHead(202).end("who are you?");
      });
      const testId = await sendOne(shop);
      const [call, ...more] = receiver.to(path);
      expect(more).toEqual([]);
      expect(call && isGenuine(call, shop.pushSecret)).toBe(true);
      expect(call?.headers["webhook-id"]).toBe(testId);
      expect(call?.body).toMatch(pushFormat === "standard" ? /"isTest":true/ : /COUNTERFOIL-TEST/);
      expect(await rowsOf("select from push where website_id = $1", [shop.websiteId])).toEqual([]);
      expect(await testOf(shop)).toMatchObject({
        exchange: { status: 202, error: null, responseBody: "who are you?" },
        refusal: null,
      });
      expect(
        await rowsOf("select correlation_id, leg, payment_id from exchange where website_id = $1", [
          shop.websiteId,
        ]),
      ).toEqual([{ correlation_id: testId, leg: "us_to_shop", payment_id: null }]);
    },
  );

  it("is sent once, however often its job runs", async () => {
    const path = `/${crypto.randomUUID()}`;
    const shop = await makeShop({ pushUrl: receiver.url(path) });
    receiver.answer(path, 200);
    const testId = await sendOne(shop);
    await sendTest(jobFor(shop, testId));
    expect(receiver.to(path)).toHaveLength(1);
  });

  it("waits five seconds after the one before", async () => {
    const [shop, neighbour] = [
      await makeShop({ pushUrl: receiver.url("/a") }),
      await makeShop({ pushUrl: receiver.url("/a") }),
    ];
    const both = await Promise.all([ask(shop), ask(shop)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    clock = new Date(clock.getTime() + 4_999);
    expect(await ask(shop)).toEqual({ ok: false, error: "too_soon" });
    expect(await ask(neighbour)).toMatchObject({ ok: true });
    clock = new Date(clock.getTime() + 1);
    expect(await ask(shop)).toMatchObject({ ok: true });
    clock = new Date(clock.getTime() - 86_400_000);
    expect(await ask(shop)).toMatchObject({ ok: true });
  });

  it("needs an address and a website of one's own", async () => {
    const shop = await makeShop();
    expect(await ask(shop)).toEqual({ ok: false, error: "no_address" });
    expect(await sendTestPush(actorOf(await makeShop()), { websiteId: shop.websiteId })).toEqual({
      ok: false,
      error: "not_found",
    });
  });

  it("does not reach an address that may not be called, and says why", async () => {
    const shop = await makeShop({ pushUrl: forbidden.url("/") });
    await sendOne(shop);
    expect(forbidden.connections).toBe(0);
    expect(await testOf(shop)).toMatchObject({
      exchange: { status: null, error: "blocked" },
      refusal: "scheme_not_allowed",
    });
  });

  it("does not follow a redirect, and shows nothing of it but the status", async () => {
    const path = `/${crypto.randomUUID()}`;
    const shop = await makeShop({ pushUrl: receiver.url(path) });
    receiver.answerWith(path, (_call, response) => {
      response.writeHead(302, { location: forbidden.url("/inner") }).end("what stands there");
    });
    await sendOne(shop);
    expect(forbidden.connections).toBe(0);
    expect(await testOf(shop)).toMatchObject({ exchange: { status: 302, responseBody: "" } });
  });
});
