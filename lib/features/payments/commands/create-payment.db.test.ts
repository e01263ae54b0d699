import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import { inquirePayment } from "@/lib/features/payments/jobs/inquire";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { storedCardNumbers } from "@/scripts/test/card-numbers";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";

useAcquirer();

const cardOf = (number: string) => ({ number, expiry: "12/30", securityCode: "907" });
const wishFor = (shop: Shop, change: Partial<NewPayment> = {}): NewPayment => ({
  websiteId: shop.websiteId,
  intentId: randomUUID(),
  amount: { minor: 100_00, currency: "EUR" },
  method: "card",
  card: cardOf("4111 1111 1111 1111"),
  captureMode: null,
  ...change,
});

async function pay(shop: Shop, change: Partial<NewPayment> = {}): Promise<string> {
  const created = await createPayment(actorOf(shop), wishFor(shop, change));
  if (!created.ok) throw new Error(created.error);
  return created.value.paymentId;
}

const paymentOf = async (id: string) =>
  (
    await rowsOf<{ status: string; captured: number; settle: number | null; code: string | null }>(
      `select status, captured_minor::int as captured, settle_status as settle, decline_code as code
       from payment where id = $1`,
      [id],
    )
  )[0];

const operationsOf = (id: string, kind: string) =>
  rowsOf<{ outcome: string; code: string | null }>(
    "select outcome, code from operation where payment_id = $1 and kind = $2 order by started_at, id",
    [id, kind],
  );

const historyOf = async (id: string) =>
  (
    await rowsOf<{ to: string }>(
      "select to_status as to from payment_history where payment_id = $1 order by at, id",
      [id],
    )
  ).map(({ to }) => to);

/** Asks the gateway as often as the worker would, without its waits, until the payment has reached a status. */
const askUntil = (id: string, status: string) =>
  expect
    .poll(
      async () => {
        await runWaitingJob(`inquire:${id}`);
        return (await paymentOf(id))?.status;
      },
      { timeout: 8_000, interval: 20 },
    )
    .toBe(status);

const booked = { status: "completed", captured: 100_00 };

describe("a card payment is answered at once", () => {
  it("approved: authorised, captured, told as it happened", async () => {
    const id = await pay(await makeShop());
    expect(await paymentOf(id)).toMatchObject(booked);
    expect(await historyOf(id)).toEqual(["started", "authorised", "completed"]);
    expect(await operationsOf(id, "authorise")).toMatchObject([{ outcome: "approved" }]);
    expect(await operationsOf(id, "capture")).toMatchObject([{ outcome: "approved" }]);
  });

  it.each([
    ["4000000000000812", "05"],
    ["4000000000009995", "51"],
    ["4000000000000069", "54"],
  ])("%s is declined with code %s and nothing is captured", async (number, code) => {
    const id = await pay(await makeShop(), { card: cardOf(number) });
    expect(await paymentOf(id)).toMatchObject({ status: "rejected", code, captured: 0 });
    expect(await historyOf(id)).toEqual(["started", "rejected"]);
  });
});

describe("U6 an unknown outcome is asked about to its true end", () => {
  it.each([
    ["answers late after booking", "4000000000006611"],
    ["answers 500 after booking", "4000000000006637"],
    ["hangs up after booking", "4000000000006645"],
  ])("the acquirer %s: started, then completed, captured once", async (_what, number) => {
    const id = await pay(await makeShop(), { card: cardOf(number) });
    expect(await paymentOf(id)).toMatchObject({ status: "started", captured: 0 });
    expect(await operationsOf(id, "authorise")).toMatchObject([{ outcome: "unknown" }]);
    await askUntil(id, "completed");
    expect(await paymentOf(id)).toMatchObject(booked);
    expect(await historyOf(id)).toEqual(["started", "authorised", "completed"]);
    expect(await operationsOf(id, "authorise")).toMatchObject([{ outcome: "approved" }]);
    expect(await operationsOf(id, "capture")).toHaveLength(1);
  });

  it.each([
    ["never answers and books nothing", "4000000000006603"],
    ["answers 500 and books nothing", "4000000000006629"],
  ])("the acquirer %s: started, then failed, because it twice knew nothing of it", async (_what, number) => {
    const id = await pay(await makeShop(), { card: cardOf(number) });
    expect(await paymentOf(id)).toMatchObject({ status: "started" });
    await runWaitingJob(`inquire:${id}`);
    expect(await paymentOf(id)).toMatchObject({ status: "started" });
    await askUntil(id, "failed");
    expect(await paymentOf(id)).toMatchObject({ code: "not_booked", captured: 0 });
    expect(await operationsOf(id, "authorise")).toMatchObject([{ outcome: "failed", code: "not_booked" }]);
    expect(await operationsOf(id, "inquire")).toHaveLength(2);
  });

  it("a question that is handed out twice changes nothing the second time", async () => {
    const id = await pay(await makeShop(), { card: cardOf("4000000000006637") });
    const job = await runWaitingJob(`inquire:${id}`);
    const before = [await paymentOf(id), await historyOf(id), await operationsOf(id, "capture")];
    await inquirePayment(job?.payload);
    expect([await paymentOf(id), await historyOf(id), await operationsOf(id, "capture")]).toEqual(before);
  });
});

describe("a bank payment", () => {
  const bank = (minor: number) => ({
    method: "ideal" as const,
    card: null,
    amount: { minor, currency: "EUR" },
  });

  it("that is approved completes at once: the money has moved", async () => {
    const id = await pay(await makeShop(), bank(100_00));
    expect(await paymentOf(id)).toMatchObject(booked);
    expect(await operationsOf(id, "capture")).toEqual([]);
  });

  it.each([
    ["approves", 10_617, "completed"],
    ["declines", 10_619, "rejected"],
  ])("is pending until the customer %s", async (_what, minor, end) => {
    const id = await pay(await makeShop(), bank(minor));
    expect(await paymentOf(id)).toMatchObject({ status: "pending", captured: 0 });
    await askUntil(id, end);
    expect(await historyOf(id)).toEqual(["started", "pending", end]);
  });

  it("stays pending while nobody acts, and is asked about again and again", async () => {
    const id = await pay(await makeShop(), bank(10_621));
    for (let index = 0; index < 3; index += 1) await runWaitingJob(`inquire:${id}`);
    expect(await historyOf(id)).toEqual(["started", "pending"]);
    expect(await waitingJob(`inquire:${id}`)).not.toBeNull();
  });
});

describe("when the money is taken", () => {
  const scheduled = { captureMode: "scheduled", settleDueDate: "2031-05-06" } as const;

  it("scheduled: waits with its due day for the settlement run", async () => {
    const id = await pay(await makeShop(), scheduled);
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 0, captured: 0 });
    expect(await waitingJob(`capture:${id}`)).toBeNull();
    expect(await operationsOf(id, "capture")).toEqual([]);
  });

  it("a suspended one keeps what it asked for", async () => {
    const id = await pay(await makeShop(), { ...scheduled, settleStatus: 2 });
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 2 });
  });

  it("manual: stays authorised", async () => {
    const id = await pay(await makeShop(), { captureMode: "manual" });
    expect(await paymentOf(id)).toMatchObject({ status: "authorised", settle: 2, captured: 0 });
    expect(await waitingJob(`capture:${id}`)).toBeNull();
  });

  it("as the website is set when the wish does not say", async () => {
    const id = await pay(await makeShop({ captureMode: "manual" }));
    expect(await paymentOf(id)).toMatchObject({ status: "authorised" });
  });

  it("a declined capture ends as failed, settle status 3, and the reservation goes back", async () => {
    const id = await pay(await makeShop(), { amount: { minor: 66_01, currency: "EUR" } });
    expect(await paymentOf(id)).toMatchObject({ status: "failed", settle: 3, code: "05", captured: 0 });
    expect(await operationsOf(id, "reverse")).toMatchObject([{ outcome: "sent" }]);
  });

  it.each([
    ["late", 66_03],
    ["with 500 after booking", 66_05],
    ["never, hanging up after booking", 66_06],
  ])(
    "a capture that is answered %s is sent again under the same key and booked once",
    async (_what, minor) => {
      const id = await pay(await makeShop(), { amount: { minor, currency: "EUR" } });
      expect(await paymentOf(id)).toMatchObject({ status: "authorised", captured: 0 });
      await runWaitingJob(`capture:${id}`);
      expect(await paymentOf(id)).toMatchObject({ status: "completed", captured: minor });
      expect(await operationsOf(id, "capture")).toMatchObject([{ outcome: "approved" }]);
    },
  );
});

describe("the same intent", () => {
  it("makes one payment of 50 parallel wishes, one authorisation, one answer for all", async () => {
    const shop = await makeShop();
    const wish = wishFor(shop);
    const answers = await Promise.all(Array.from({ length: 50 }, () => createPayment(actorOf(shop), wish)));
    const ids = new Set(answers.map((answer) => (answer.ok ? answer.value.paymentId : answer.error)));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    expect(await rowsOf("select id from payment where merchant_id = $1", [shop.merchantId])).toEqual([
      { id },
    ]);
    expect(await operationsOf(id, "authorise")).toHaveLength(1);
    await expect.poll(() => paymentOf(id)).toMatchObject(booked);
  });

  it("of another merchant is another payment", async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    expect(await pay(one, { intentId: "order 1" })).not.toBe(await pay(other, { intentId: "order 1" }));
  });
});

describe("what is refused leaves nothing behind", () => {
  it.each([
    ["a card outside the published test ranges", { card: cardOf("4539578763621486") }, "card_not_allowed"],
    ["a card with a wrong check digit", { card: cardOf("4111111111111112") }, "card_not_allowed"],
    ["a card payment without a card", { card: null }, "card_missing"],
    ["a currency nobody knows", { amount: { minor: 1, currency: "XXX" } }, "unknown_currency"],
    ["nothing", { amount: { minor: 0, currency: "EUR" } }, "amount_out_of_range"],
    ["a fraction of a cent", { amount: { minor: 1.5, currency: "EUR" } }, "amount_out_of_range"],
    ["more than numeric(13) holds", { amount: { minor: 1e13, currency: "EUR" } }, "amount_out_of_range"],
    ["a website that is not there", { websiteId: randomUUID() }, "unknown_website"],
  ])("%s", async (_what, change, error) => {
    const shop = await makeShop();
    expect(await createPayment(actorOf(shop), wishFor(shop, change))).toEqual({ ok: false, error });
    for (const table of ["payment", "payment_history", "operation", "exchange", "audit_line"]) {
      expect(await rowsOf(`select 1 from ${table} where merchant_id = $1`, [shop.merchantId])).toEqual([]);
    }
  });

  it("another merchant's website, as one that is not there", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const wish = wishFor(shop, { websiteId: foreign.websiteId });
    expect(await createPayment(actorOf(shop), wish)).toEqual({ ok: false, error: "unknown_website" });
  });
});

describe("PCI DSS 3.4.1 after all sorts of outcomes", () => {
  it("no full card number and no security code is anywhere in the database", async () => {
    const shop = await makeShop();
    for (const number of ["4111111111111111", "5555 5555 5555 4444", "378282246310005", "4000000000006637"]) {
      await pay(shop, {
        card: cardOf(number),
        orderReference: "A-1",
        customer: { email: "Ann@Example.com", name: "Ann", country: "NL" },
      });
    }
    await createPayment(actorOf(shop), wishFor(shop, { card: cardOf("4539578763621486") }));
    expect(await storedCardNumbers()).toEqual([]);
    const bodies = await rowsOf<{ body: string }>(
      "select request_body as body from exchange where merchant_id = $1 and url like '%/authorisations'",
      [shop.merchantId],
    );
    expect(bodies).toHaveLength(4);
    for (const { body } of bodies) {
      expect(body).toContain('"securityCode":"***"');
      expect(body).toMatch(/"number":"\d{6}\*+\d{4}"/);
    }
  });
});
