import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Capture, Payment, Shipment } from "@/app/api/v1/schemas";
import { renewingShop } from "@/scripts/test/chains";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { bookedSums, useAcquirer } from "@/scripts/test/acquirer";
import { fieldsOf, get, post, reasonOf } from "@/scripts/test/api";
import { drain } from "@/scripts/test/drain";
import { runWaitingJob } from "@/scripts/test/jobs";

useAcquirer();

const card = { number: "4111111111111111", expiry: "12/2030", securityCode: "123" };
const eur = (minor: number) => ({ minor, currency: "EUR" });
const wish = { amount: eur(1050), method: "card", card };

async function paid(shop: Shop, more: object = {}) {
  const answer = await post(shop, "/payments", { ...wish, ...more });
  expect(answer.status).toBe(201);
  return Payment.parse(await answer.json());
}
const held = (shop: Shop, more: object = {}) => paid(shop, { captureMode: "manual", ...more });
const scheduled = (shop: Shop, more: object = {}) => paid(shop, { captureMode: "scheduled", ...more });
const stored = async (shop: Shop, id: string) =>
  Payment.parse(await (await get(shop, `/payments/${id}`)).json());
const of = ({ id }: { readonly id: string }, move: string) => `/payments/${id}/${move}`;

async function move(shop: Shop, payment: { readonly id: string }, name: string, body: object = {}) {
  const answer = await post(shop, of(payment, name), body);
  expect(answer.status).toBe(201);
  return answer;
}

/** What is due, and the safety net that would capture a second time if it did not look. */
async function settle(paymentId: string) {
  await drain();
  await runWaitingJob(`capture:${paymentId}`);
}

const eventsOf = async (paymentId: string) =>
  (
    await rowsOf<{ event: string }>(
      "select event from payment_history where payment_id = $1 order by at, id",
      [paymentId],
    )
  ).map(({ event }) => event);

describe("a payment with everything that a shop can say about it", () => {
  it("keeps and shows it", async () => {
    const shop = await makeShop();
    const platformOrder = { id: "1001", url: "https://shop.example/orders/1001" };
    const facts = { invoiceNumber: "2026-41", source: "payment_link", requiresShipping: true, platformOrder };
    const plan = { preAuthorisation: true, validitySeconds: 3600, settleDueDate: "2099-01-31" };
    const payment = await scheduled(shop, { ...facts, ...plan, settleStatus: 1 });
    expect(payment).toMatchObject({
      ...facts,
      ...{ status: "authorised", settleStatus: 1, settleAmount: eur(1050), settleDueDate: "2099-01-31" },
      ...{ preAuthorisation: true, settlesAt: "2099-01-31T23:00:00.000Z" },
      ...{ expiresAt: null, shippedAt: null, outOfSync: false, predecessorId: null, subscription: null },
    });
    const heldMs = Date.parse(payment.reservedUntil ?? "") - Date.parse(payment.createdAt);
    expect(Math.round(heldMs / 86_400_000)).toBe(31);
  });

  it("names what a plan of settlement may not be", async () => {
    const shop = await makeShop();
    const wrong = {
      ...wish,
      ...{ settleStatus: 2, settleDueDate: "2099-01-31", validitySeconds: 59, source: "subscription" },
      platformOrder: { id: "1", url: "javascript:alert(1)" },
    };
    expect(await fieldsOf(await post(shop, "/payments", wrong))).toEqual({
      validitySeconds: "too_small",
      source: "unknown_value",
      "platformOrder.url": "wrong_format",
    });
    const elsewhere = { ...wish, settleStatus: 2, settleDueDate: "2099-01-31" };
    const only = { settleStatus: "only_scheduled", settleDueDate: "only_scheduled" };
    expect(await fieldsOf(await post(shop, "/payments", elsewhere))).toEqual(only);
    expect(await fieldsOf(await post(shop, "/payments", { ...elsewhere, captureMode: "manual" }))).toEqual(
      only,
    );
    const never = { ...wish, captureMode: "scheduled", settleDueDate: "0000-01-01" };
    expect(await fieldsOf(await post(shop, "/payments", never))).toEqual({ settleDueDate: "out_of_range" });
  });
});

describe("captures", () => {
  it("takes a part once and lets the rest go", async () => {
    const shop = await makeShop();
    const payment = await held(shop);
    expect(payment).toMatchObject({ status: "authorised", settleStatus: 2 });
    expect(payment.moves).toMatchObject({
      capture: { open: true, reason: null },
      refund: { open: false, reason: "not_completed" },
    });
    const answer = Capture.parse(await (await move(shop, payment, "captures", { amount: eur(500) })).json());
    expect(answer).toMatchObject({ outcome: "captured", amount: eur(500) });
    expect(answer.payment).toMatchObject({ status: "completed", captured: eur(500), settleStatus: 100 });
    expect(answer.payment.moves).toMatchObject({
      capture: { open: false, reason: "already_settled" },
      refund: { open: true },
    });
    expect(await reasonOf(await post(shop, of(payment, "captures"), {}))).toBe("already_settled");
  });

  it("says why not", async () => {
    const shop = await makeShop();
    const payment = await held(shop);
    const tried = async (wanted: { readonly id: string }, body: object = {}) =>
      reasonOf(await post(shop, of(wanted, "captures"), body));
    expect(await tried(payment, { amount: eur(1051) })).toBe("amount_above_authorised");
    expect(await tried(payment, { amount: { minor: 1, currency: "PLN" } })).toBe("wrong_currency");
    expect(await tried(await scheduled(shop))).toBe("settles_by_itself");
    expect(await tried(await scheduled(shop, { settleStatus: 2 }))).toBe("suspended");
    await move(shop, payment, "cancellations");
    expect(await tried(payment)).toBe("already_cancelled");
  });

  it("tells the truth when the gateway declines or is silent", async () => {
    const shop = await makeShop();
    const taken = async (minor: number) => {
      const payment = await held(shop, { amount: eur(minor) });
      return Capture.parse(await (await move(shop, payment, "captures")).json());
    };
    expect(await taken(6601)).toMatchObject({ outcome: "refused", payment: { status: "failed" } });
    expect(await taken(6602)).toMatchObject({
      outcome: "unknown",
      payment: { status: "authorised", settleStatus: 10 },
    });
  });
});

describe("captures of what is renewed (CT-6)", () => {
  it("are open until one was taken today, and say why and from when", async () => {
    const shop = await renewingShop();
    const payment = await held(shop);
    expect(payment.moves).toMatchObject({
      capture: { open: true, reason: null },
      cancel: { open: false, reason: "has_chain" },
    });
    const answer = Capture.parse(await (await move(shop, payment, "captures", { amount: eur(500) })).json());
    expect(answer).toMatchObject({ outcome: "captured", amount: eur(500) });
    expect(answer.payment.moves).toMatchObject({ capture: { open: false, reason: "captured_today" } });
    expect(answer.payment.moves["capture"].opensAt).not.toBeNull();
    const again = await post(shop, of(payment, "captures"), { amount: eur(100) });
    expect(await reasonOf(again)).toBe("captured_today");
  });
});

describe("settlement updates", () => {
  it("changes everything at once, and nothing when one part is wrong", async () => {
    const shop = await makeShop();
    const payment = await scheduled(shop);
    const wanted = { settleStatus: 2, amount: eur(900), dueDate: "2099-02-28", orderReference: "B-1" };
    expect(
      await reasonOf(await post(shop, of(payment, "settlement-updates"), { ...wanted, amount: eur(1051) })),
    ).toBe("amount_above_authorised");
    expect(await stored(shop, payment.id)).toEqual(payment);
    const changed = Payment.parse(await (await move(shop, payment, "settlement-updates", wanted)).json());
    expect(changed).toMatchObject({
      ...{ settleStatus: 2, settleAmount: eur(900), settleDueDate: "2099-02-28", orderReference: "B-1" },
      settlesAt: null,
    });
    expect(await reasonOf(await post(shop, of(payment, "settlement-updates"), wanted))).toBe(
      "nothing_changed",
    );
    expect(await reasonOf(await post(shop, of(payment, "settlement-updates"), {}))).toBe("nothing_changed");
    expect(await eventsOf(payment.id)).toEqual(["start", "authorise", "suspend"]);
  });

  it("cancels for ever, beside other fields too", async () => {
    const shop = await makeShop();
    const payment = await scheduled(shop);
    await move(shop, payment, "settlement-updates", { settleStatus: 3, orderReference: "B-2" });
    expect(await stored(shop, payment.id)).toMatchObject({
      ...{ status: "cancelled", settleStatus: 3, orderReference: "B-2" },
    });
    expect(await reasonOf(await post(shop, of(payment, "settlement-updates"), { settleStatus: 0 }))).toBe(
      "already_cancelled",
    );
    const done = await paid(shop);
    expect(await reasonOf(await post(shop, of(done, "settlement-updates"), { settleStatus: 2 }))).toBe(
      "already_settled",
    );
  });
});

describe("shipments", () => {
  it("captures what waits for the parcel, notes it otherwise, and ignores it where nothing will come", async () => {
    const shop = await makeShop();
    const parcel = { carrier: "Posti", trackingCode: "JJFI1", shippedAt: "2026-11-20T10:00:00+02:00" };
    const shipped = async (payment: { readonly id: string }) =>
      Shipment.parse(await (await move(shop, payment, "shipments", parcel)).json());
    const waiting = await held(shop, { requiresShipping: true });
    expect(await shipped(waiting)).toMatchObject({
      outcome: "captured",
      payment: { status: "completed", shippedAt: "2026-11-20T08:00:00.000Z" },
    });
    expect(await shipped(await paid(shop))).toMatchObject({ outcome: "recorded" });
    const gone = await held(shop);
    await move(shop, gone, "cancellations");
    expect(await shipped(gone)).toMatchObject({
      outcome: "ignored",
      payment: { status: "cancelled", shippedAt: null },
    });
  });
});

describe("retries", () => {
  it("goes on in a new payment where the website allows it", async () => {
    const shop = await makeShop();
    const declined = await paid(shop, { card: { ...card, number: "4242424242424242" } });
    expect(declined.status).toBe("rejected");
    expect(await reasonOf(await post(shop, of(declined, "retries"), { method: "card", card }))).toBe(
      "retry_off",
    );
    await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
    const answer = await move(shop, declined, "retries", { method: "card", card });
    const next = Payment.parse(await answer.json());
    expect(answer.headers.get("location")).toBe(`/api/v1/payments/${next.id}`);
    expect(next).toMatchObject({ status: "completed", predecessorId: declined.id, amount: eur(1050) });
    expect((await stored(shop, declined.id)).status).toBe("retried");
    expect(await reasonOf(await post(shop, of(declined, "retries"), { method: "card", card }))).toBe(
      "already_retried",
    );
    expect(await reasonOf(await post(shop, of(next, "retries"), { method: "card", card }))).toBe(
      "already_paid",
    );
    expect(await fieldsOf(await post(shop, of(next, "retries"), { method: "card" }))).toEqual({
      card: "required",
    });
  });
});

it("links a payment to its order in the shop platform", async () => {
  const shop = await makeShop();
  const payment = await paid(shop, { source: "payment_link" });
  const order = { orderId: "1001", url: "https://shop.example/orders/1001" };
  await move(shop, payment, "platform-order", order);
  expect((await stored(shop, payment.id)).platformOrder).toEqual({ id: "1001", url: order.url });
});

describe("a wish that comes often, or against another", () => {
  it.each(["captures", "cancellations", "shipments"])(
    "answers 50 equal %s at once with one effect and one answer",
    async (name) => {
      const shop = await makeShop();
      const payment = await held(shop);
      const key = { "idempotency-key": randomUUID() };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => post(shop, of(payment, name), {}, key)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
      await settle(payment.id);
      const operations = await rowsOf<{ kind: string }>(
        "select kind from operation where payment_id = $1 and kind <> 'authorise'",
        [payment.id],
      );
      expect(operations).toEqual([{ kind: name === "cancellations" ? "reverse" : "capture" }]);
      const parcels = await rowsOf("select 1 from shipment where payment_id = $1", [payment.id]);
      expect(parcels).toHaveLength(name === "shipments" ? 1 : 0);
    },
  );

  it("lets exactly one of a capture and a cancellation win", async () => {
    const shop = await makeShop();
    for (let round = 0; round < 6; round += 1) {
      const payment = await held(shop);
      const moves = ["captures", "cancellations"].map((name) => post(shop, of(payment, name), {}));
      const statuses = (await Promise.all(moves)).map(({ status }) => status);
      expect([...statuses].sort()).toEqual([201, 409]);
      await settle(payment.id);
      const after = await stored(shop, payment.id);
      expect(after.status).toBe(statuses[0] === 201 ? "completed" : "cancelled");
      const [row] = await rowsOf<{ gateway_reference: string }>(
        "select gateway_reference from payment where id = $1",
        [payment.id],
      );
      const booked = await bookedSums(row?.gateway_reference ?? "");
      expect(booked).toMatchObject(
        statuses[0] === 201 ? { captured: 1050, held: 0 } : { captured: 0, held: 0 },
      );
    }
  });

  it("tells what is true after a crash between the effect and its answer", async () => {
    const shop = await makeShop();
    const payment = await held(shop);
    const other = await held(shop);
    const key = randomUUID();
    const again = () => post(shop, of(payment, "cancellations"), {}, { "idempotency-key": key });
    const first: unknown = await (await again()).json();
    await rowsOf(
      `update idempotency_key set status = null, body = null, created_at = created_at - interval '1 hour'
       where merchant_id = $1 and key = $2`,
      [shop.merchantId, key],
    );
    const repeated = await again();
    expect(repeated.status).toBe(201);
    expect(await repeated.json()).toEqual(first);
    expect((await stored(shop, other.id)).status).toBe("authorised");
    expect(await reasonOf(await post(shop, of(payment, "cancellations"), {}))).toBe("already_cancelled");
  });
});

it.each(["captures", "cancellations", "settlement-updates", "shipments", "platform-order", "retries"])(
  "answers one and the same 404 to %s of what is another's, unknown or no id",
  async (name) => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const payment = await held(shop);
    const body = { retries: { method: "ideal" }, "platform-order": { orderId: "1" } }[name] ?? {};
    const bodies = new Set<string>();
    for (const id of [payment.id, randomUUID(), "nonsense", "%00"]) {
      const answer = await post(stranger, `/payments/${id}/${name}`, body);
      expect(answer.status).toBe(404);
      bodies.add(await answer.text());
    }
    expect(bodies.size).toBe(1);
    expect(await stored(shop, payment.id)).toEqual(payment);
  },
);
