import { createHash, createHmac, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  deliverDuePushes,
  pushPaymentStatus,
  pushRefundStatus,
  pushSettleStatus,
} from "@/lib/features/pushes/jobs/handlers";
import { setClock } from "@/lib/platform/clock";
import { encryptSecret } from "@/lib/platform/secrets";
import { makePayment, type PaymentFacts } from "@/prisma/factories/payment";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { waitingJob } from "@/scripts/test/jobs";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver } = useReceivers();

const key = "s3ecret-k3y";
const at = new Date("2026-03-01T12:00:00.500Z");
let restore = () => {};
beforeEach(() => {
  restore = setClock(() => at);
});
afterEach(() => {
  restore();
});

type Step = {
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly settle?: number;
  readonly refundId?: string;
};

/** A shop that listens in a format, and a payment of it. */
async function listening(format: string, facts: PaymentFacts = {}) {
  const shop = await makeShop();
  const path = `/${shop.websiteId}`;
  const set = (column: "push_format" | "push_secret", value: string) =>
    rowsOf(`update website set ${column} = $2 where id = $1`, [shop.websiteId, value]);
  await rowsOf("update website set push_url = $2 where id = $1", [shop.websiteId, receiver.url(path)]);
  await set("push_format", format);
  await set("push_secret", encryptSecret(key));
  receiver.answer(path, 500);
  const { id: paymentId } = await makePayment(shop, { orderReference: "order-1 ąż/é", ...facts });
  const change = async ({ event, from, to, settle, refundId }: Step) => {
    const historyId = randomUUID();
    await rowsOf(
      `insert into payment_history (merchant_id, id, payment_id, refund_id, event, from_status, to_status, to_settle, actor, correlation_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'system:test', $2, $9)`,
      [shop.merchantId, historyId, paymentId, refundId ?? null, event, from, to, settle ?? null, at],
    );
    return { version: 1, merchantId: shop.merchantId, paymentId, historyId };
  };
  const told = async (step: Step) => {
    const payload = await change(step);
    await pushPaymentStatus(payload);
    return payload.historyId;
  };
  const host = `127.0.0.1:${receiver.port.toString()}`;
  const lane = `pushes:${shop.merchantId}:${host}`;
  /** Whenever the next attempt is due: now. */
  const attempt = async (pushId: string) => {
    await rowsOf("update push set next_attempt_at = $2 where id = $1", [pushId, at]);
    await deliverDuePushes({ version: 1, merchantId: shop.merchantId, host });
  };
  return { shop, path, paymentId, set, change, told, attempt, lane, calls: () => receiver.to(path) };
}

const completed: Step = { event: "complete", from: "authorised", to: "completed", settle: 100 };
const stateOf = async (id: string) =>
  (
    await rowsOf<{ state: string; format: string; next: Date | null }>(
      "select state, format, next_attempt_at as next from push where id = $1",
      [id],
    )
  )[0];

describe("format paynow", () => {
  const signatureOf = (body: string, secret = key) =>
    createHmac("sha256", secret).update(body).digest("base64");

  it("sends what wire.md 2 shows, signed over the raw body", async () => {
    const { told, attempt, calls, path, paymentId } = await listening("paynow");
    receiver.answer(path, 202);
    const pushId = await told(completed);
    await attempt(pushId);
    const [call = { body: "", headers: {} }] = calls();
    expect(call.body).toBe(
      `{"paymentId":"${paymentId}","externalId":"order-1 ąż/é","status":"CONFIRMED","modifiedAt":"2026-03-01T13:00:00"}`,
    );
    expect(call.headers).toMatchObject({
      "content-type": "application/json",
      signature: signatureOf(call.body),
      "content-length": Buffer.byteLength(call.body).toString(),
    });
    expect(await stateOf(pushId)).toEqual({ state: "delivered", format: "paynow", next: null });
    const kept = await rowsOf<{ headers: Record<string, string> }>(
      "select request_headers as headers from exchange where payment_id = $1",
      [paymentId],
    );
    expect(kept.map(({ headers }) => headers["Signature"])).toEqual(["***"]);
  });

  it.each([
    [200, "delivered"],
    [202, "delivered"],
    [400, "retrying"],
    [500, "retrying"],
  ])("PN-6 takes %i as %s", async (status, state) => {
    const { told, attempt, path, lane } = await listening("paynow");
    receiver.answer(path, status);
    const pushId = await told(completed);
    await attempt(pushId);
    expect((await stateOf(pushId))?.state).toBe(state);
    const next = await waitingJob(lane);
    if (state === "retrying") expect(next?.runAt).toEqual(new Date(at.getTime() + 60_000));
    expect((await stateOf(pushId))?.next).toEqual(
      state === "retrying" ? new Date(at.getTime() + 60_000) : null,
    );
  });

  it("PN-E6 signs each attempt with the key of that moment; the body stays the same", async () => {
    const { told, attempt, calls, set } = await listening("paynow");
    const pushId = await told(completed);
    await attempt(pushId);
    await set("push_secret", encryptSecret("another key"));
    await attempt(pushId);
    const [body = "", ...more] = calls().map((call) => call.body);
    expect(more).toEqual([body]);
    expect(calls().map(({ headers }) => headers["signature"])).toEqual([
      signatureOf(body),
      signatureOf(body, "another key"),
    ]);
  });

  it("tells of no word twice, of no settle status and of no refund", async () => {
    const { told, change, paymentId } = await listening("paynow", { status: "authorised" });
    await told({ event: "authorise", from: "pending", to: "authorised", settle: 0 });
    await pushSettleStatus(
      await change({ event: "suspend", from: "authorised", to: "authorised", settle: 2 }),
    );
    expect(await rowsOf("select 1 from push where payment_id = $1", [paymentId])).toEqual([]);
  });

  it("keeps a push in the format in which it was planned", async () => {
    const { told, attempt, calls, set } = await listening("paynow");
    const pushId = await told(completed);
    await attempt(pushId);
    await set("push_format", "trust");
    await attempt(pushId);
    expect(calls().map(({ headers }) => headers["content-type"])).toEqual([
      "application/json",
      "application/json",
    ]);
    expect(new Set(calls().map(({ headers }) => headers["signature"])).size).toBe(1);
  });
});

describe("format trust", () => {
  /** As the vendor's receiver computes it: values in the order of their names, then the password. */
  function hashOf(form: URLSearchParams, password: string) {
    const own = new Set(["responsesitesecurity", "notificationreference"]);
    const values = [...form.keys()]
      .filter((name) => !own.has(name))
      .sort()
      .map((name) => form.get(name));
    return createHash("sha256")
      .update(values.join("") + password)
      .digest("hex");
  }

  it("posts a form that the vendor's receiver verifies", async () => {
    const { told, attempt, calls, path, shop } = await listening("trust");
    receiver.answer(path, 200);
    const pushId = await told(completed);
    await attempt(pushId);
    const [call] = calls();
    const form = new URLSearchParams(call?.body);
    expect(call?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(form)).toMatchObject({
      requesttypedescription: "AUTH",
      errorcode: "0",
      settlestatus: "100",
      orderreference: "order-1 ąż/é",
      sitereference: shop.siteReference,
      notificationreference: pushId,
      baseamount: "10000",
      currencyiso3a: "EUR",
    });
    expect(form.get("responsesitesecurity")).toBe(hashOf(form, key));
    expect((await stateOf(pushId))?.state).toBe("delivered");
  });

  it.each([201, 202, 204, 400, 500])("takes nothing but 200: %i is repeated", async (status) => {
    const { told, attempt, path, calls } = await listening("trust");
    receiver.answer(path, status);
    const pushId = await told(completed);
    await attempt(pushId);
    await attempt(pushId);
    expect((await stateOf(pushId))?.state).toBe("retrying");
    expect(new Set(calls().map(({ body }) => body)).size).toBe(1);
  });

  it("tells of every settle status, once", async () => {
    const { change, attempt, calls } = await listening("trust", {
      status: "authorised",
      captureMode: "scheduled",
    });
    const payload = await change({ event: "suspend", from: "authorised", to: "authorised", settle: 2 });
    await pushSettleStatus(payload);
    await pushSettleStatus(payload);
    await attempt(payload.historyId);
    expect(calls().map(({ body }) => new URLSearchParams(body).get("settlestatus"))).toEqual(["2"]);
  });

  it.each([
    ["a decline", "rejected", { event: "reject", from: "pending", to: "rejected", settle: 3 }, "70000"],
    [
      "a cancellation",
      "authorised",
      { event: "cancel", from: "authorised", to: "cancelled", settle: 3 },
      "0",
    ],
  ])("tells of %s as settle status 3", async (_what, status, step, code) => {
    const { told, attempt, calls } = await listening("trust", { status });
    await attempt(await told(step));
    const form = new URLSearchParams(calls()[0]?.body);
    expect([form.get("errorcode"), form.get("settlestatus")]).toEqual([code, "3"]);
  });

  it("tells nothing of what is still open", async () => {
    const { told, paymentId } = await listening("trust", { status: "pending" });
    await told({ event: "await_customer", from: "started", to: "pending" });
    expect(await rowsOf("select 1 from push where payment_id = $1", [paymentId])).toEqual([]);
  });

  it("tells of the end of a refund as a REFUND", async () => {
    const { shop, change, attempt, calls, paymentId } = await listening("trust");
    const refundId = randomUUID();
    await rowsOf(
      `insert into refund (merchant_id, id, payment_id, transaction_reference, intent_id, currency, amount_minor, settle_minor,
         status, actor, asked_by, correlation_id, created_at, status_at)
       values ($1, $2, $3, 'R-9-1', $4, 'EUR', 500, 500, 'done', 'api:shop', 'api:shop', $2, $5, $5)`,
      [shop.merchantId, refundId, paymentId, refundId, at],
    );
    const { historyId, merchantId } = await change({
      event: "succeed",
      from: "sent",
      to: "done",
      settle: 100,
      refundId,
    });
    await pushRefundStatus({ version: 1, merchantId, refundId, historyId });
    await attempt(historyId);
    const form = new URLSearchParams(calls()[0]?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      requesttypedescription: "REFUND",
      transactionreference: "R-9-1",
      baseamount: "500",
      errorcode: "0",
      settlestatus: "100",
    });
    expect(form.get("parenttransactionreference")).not.toBeNull();
  });
});

it("format standard says nothing of settle statuses", async () => {
  const { change, paymentId } = await listening("standard", { status: "authorised" });
  await pushSettleStatus(await change({ event: "suspend", from: "authorised", to: "authorised", settle: 2 }));
  expect(await rowsOf("select 1 from push where payment_id = $1", [paymentId])).toEqual([]);
});
