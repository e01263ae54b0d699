import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { resendPush } from "@/lib/features/pushes/commands/resend-push";
import {
  deliverDuePushes,
  deliverResentPush,
  pushPaymentStatus,
  releaseWaitingPushes,
} from "@/lib/features/pushes/jobs/handlers";
import { hostOf } from "@/lib/features/pushes/model";
import { setClock } from "@/lib/platform/clock";
import { encryptSecret } from "@/lib/platform/secrets";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver, forbidden } = useReceivers();

const secret = `whsec_${btoa("a key of thirty-two bytes, or so!")}`;
const first = new Date("2026-03-01T12:00:00Z");
const after = (seconds: number) => new Date(first.getTime() + seconds * 1000);

/** domain.md 5.4, A-23. */
const offsets = [60, 120, 180, 300, 600, 1500, 3300, 6900, 14_100, 28_500, 57_300, 114_900, 201_300, 374_100];

let clock = first;
let restore = () => {};
beforeEach(() => {
  clock = first;
  restore = setClock(() => clock);
});
afterEach(() => {
  restore();
});

const pointAt = (shop: Shop, url: string | null) =>
  rowsOf("update website set push_url = $2, push_secret = $3 where id = $1", [
    shop.websiteId,
    url,
    encryptSecret(secret),
  ]);

/** A completed payment whose push is planned for `first`. Path and push id are its own. */
async function plannedPush(url: (path: string) => string | null = (path) => receiver.url(path)) {
  const shop = await makeShop();
  const path = `/${shop.websiteId}`;
  await pointAt(shop, url(path));
  const { id: paymentId } = await makePayment(shop);
  const historyId = randomUUID();
  await rowsOf(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
     values ($1, $2, $3, 'complete', 'started', 'completed', 'system:test', $2, $4)`,
    [shop.merchantId, historyId, paymentId, first],
  );
  const plan = () => pushPaymentStatus({ version: 1, merchantId: shop.merchantId, paymentId, historyId });
  await plan();
  const host = hostOf(url(path) ?? receiver.url("/"));
  const key = `pushes:${shop.merchantId}:${host}`;
  const lane = { version: 1, merchantId: shop.merchantId, host };
  return { shop, path, paymentId, pushId: historyId, key, lane, plan };
}

const pushOf = async (id: string) =>
  (
    await rowsOf<{ state: string; next: Date | null; attempts: number; scheduled: number }>(
      "select state, next_attempt_at as next, attempt_count as attempts, scheduled_count as scheduled from push where id = $1",
      [id],
    )
  )[0];

const dueAt = async (id: string) => (await pushOf(id))?.next ?? null;

/** Moves the clock to the next attempt and makes it. */
async function runNext(pushId: string, key: string): Promise<Date | null> {
  const due = await dueAt(pushId);
  if (due === null) return null;
  clock = due;
  await runWaitingJob(key);
  return due;
}

const attemptsOf = (id: string) =>
  rowsOf<{ number: number; trigger: string; outcome: string; status: number | null; actor: string }>(
    "select number, trigger, outcome, status, actor from push_attempt where push_id = $1 order by number",
    [id],
  );

describe("PN-4 an address that fails", () => {
  it("A-23 gets fifteen attempts at the planned offsets and not one more", async () => {
    const { path, pushId, key } = await plannedPush();
    receiver.answer(path, 500);
    const planned: (number | undefined)[] = [];
    // PN-5: attempts that begin late and answer slowly do not shift the plan.
    for (let due = await dueAt(pushId); due !== null; due = await dueAt(pushId)) {
      planned.push((due.getTime() - first.getTime()) / 1000);
      clock = new Date(due.getTime() + 20_000);
      const job = await runWaitingJob(key);
      if (planned.length > 1) expect(job?.runAt).toEqual(due);
    }
    expect(await waitingJob(key)).toBeNull();
    expect(planned).toEqual([0, ...offsets]);
    expect(await pushOf(pushId)).toEqual({ state: "exhausted", next: null, attempts: 15, scheduled: 15 });
    expect(receiver.to(path)).toHaveLength(15);
  });

  it("PN-7 sends the same body and message id each time, each time signed anew", async () => {
    const { path, pushId, key, paymentId } = await plannedPush();
    receiver.answer(path, 500, 503, 404, 200);
    while ((await runNext(pushId, key)) !== null);
    const calls = receiver.to(path);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(calls.map(({ headers }) => headers["webhook-id"])).toEqual(Array(4).fill(pushId));
    for (const { body, headers } of calls) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: "payment.completed",
        data: { paymentId, status: "completed", amount: { minor: 100_00, currency: "EUR" } },
      });
    }
  });

  it("A-24 that recovers at +20 min is reached by retry 6, and then left alone", async () => {
    const { path, pushId, key } = await plannedPush();
    receiver.answerWith(path, (_call, response) => {
      response.writeHead(clock >= after(1200) ? 202 : 500).end();
    });
    while ((await runNext(pushId, key)) !== null);
    expect(await waitingJob(key)).toBeNull();
    expect(clock).toEqual(after(1500));
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", next: null, attempts: 7 });
    expect((await attemptsOf(pushId)).map(({ status }) => status)).toEqual([
      500, 500, 500, 500, 500, 500, 202,
    ]);
  });

  it("PN-E3 that is changed meanwhile is left for the new one", async () => {
    const { shop, path, pushId, key } = await plannedPush();
    receiver.answer(path, 500);
    receiver.answer(`${path}/new`, 200);
    await runNext(pushId, key);
    await pointAt(shop, receiver.url(`${path}/new`));
    await runNext(pushId, key);
    expect([receiver.to(path).length, receiver.to(`${path}/new`).length]).toEqual([1, 1]);
  });
});

describe("PN-6 what ends the repeats", () => {
  it.each([200, 201, 202, 204, 299])("%i does", async (status) => {
    const { path, pushId, key } = await plannedPush();
    receiver.answer(path, status);
    await runWaitingJob(key);
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", next: null, attempts: 1 });
    expect(await waitingJob(key)).toBeNull();
  });

  it.each([400, 410, 500])("%i does not", async (status) => {
    const { path, pushId, key } = await plannedPush();
    receiver.answer(path, status);
    await runWaitingJob(key);
    expect(await pushOf(pushId)).toMatchObject({ state: "retrying", next: after(60) });
    expect((await waitingJob(key))?.runAt).toEqual(after(60));
  });

  it.each([301, 302, 307, 308])("%i does not, and is not followed", async (status) => {
    const { path, pushId, key } = await plannedPush();
    receiver.answer(`${path}/elsewhere`, 200);
    receiver.answerWith(path, (_call, response) => {
      response.writeHead(status, { location: receiver.url(`${path}/elsewhere`) }).end();
    });
    await runWaitingJob(key);
    expect(await pushOf(pushId)).toMatchObject({ state: "retrying" });
    expect(receiver.to(`${path}/elsewhere`)).toEqual([]);
  });

  it("silence past the time limit does not", async () => {
    const { path, pushId, key } = await plannedPush();
    receiver.answerWith(path, () => {});
    await runWaitingJob(key);
    expect(await attemptsOf(pushId)).toMatchObject([{ outcome: "timeout", status: null }]);
    expect(await pushOf(pushId)).toMatchObject({ state: "retrying" });
  });

  it("a closed door does not", async () => {
    const { path, pushId, key } = await plannedPush();
    receiver.answerWith(path, (_call, response) => response.destroy());
    await runWaitingJob(key);
    expect(await attemptsOf(pushId)).toMatchObject([{ outcome: "unreachable" }]);
  });
});

describe("a job that is handed out twice", () => {
  it("plans one push for one status change", async () => {
    const { pushId, plan, paymentId } = await plannedPush();
    await plan();
    await plan();
    expect(await rowsOf("select id from push where payment_id = $1", [paymentId])).toEqual([{ id: pushId }]);
  });

  it("finds its attempt spent and does nothing", async () => {
    const { path, pushId, key, lane } = await plannedPush();
    receiver.answer(path, 500);
    await runWaitingJob(key);
    await deliverDuePushes(lane);
    await deliverDuePushes(lane);
    expect(receiver.to(path)).toHaveLength(1);
    expect((await pushOf(pushId))?.attempts).toBe(1);
  });

  it("by two workers at once is booked once", async () => {
    const { path, pushId, lane } = await plannedPush();
    receiver.answer(path, 500);
    await Promise.all([deliverDuePushes(lane), deliverDuePushes(lane)]);
    expect(await attemptsOf(pushId)).toHaveLength(1);
    expect(await pushOf(pushId)).toMatchObject({ attempts: 1, scheduled: 1, next: after(60) });
  });
});

describe("a resend by hand", () => {
  const resend = (shop: Shop, pushId: string) => resendPush(actorOf(shop), { pushId });

  it("adds an attempt under the same message id and leaves the schedule as it was", async () => {
    const { shop, path, pushId, key } = await plannedPush();
    receiver.answer(path, 500);
    await runWaitingJob(key);
    clock = after(30);
    await resend(shop, pushId);
    await runWaitingJob(`push-resend:${pushId}`);
    expect(await attemptsOf(pushId)).toMatchObject([
      { number: 1, trigger: "auto", actor: "system:schedule" },
      { number: 2, trigger: "manual", actor: "user:Eva", outcome: "refused" },
    ]);
    expect(await pushOf(pushId)).toEqual({ state: "retrying", next: after(60), attempts: 2, scheduled: 1 });
    expect((await waitingJob(key))?.runAt).toEqual(after(60));
    expect(new Set(receiver.to(path).map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([pushId]));
  });

  it("that is accepted ends the automatic repeats", async () => {
    const { shop, path, pushId, key } = await plannedPush();
    receiver.answer(path, 500, 200);
    await runWaitingJob(key);
    await resend(shop, pushId);
    await runWaitingJob(`push-resend:${pushId}`);
    await runWaitingJob(key);
    expect(receiver.to(path)).toHaveLength(2);
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", next: null, attempts: 2 });
  });

  it("PN-5 delivers an exhausted push and never starts its repeats again", async () => {
    const { shop, path, pushId, key } = await plannedPush();
    receiver.answer(path, ...Array<number>(16).fill(500), 200);
    while ((await runNext(pushId, key)) !== null);
    await resend(shop, pushId);
    await runWaitingJob(`push-resend:${pushId}`);
    expect(await pushOf(pushId)).toMatchObject({ state: "exhausted", next: null, attempts: 16 });
    expect(await waitingJob(key)).toBeNull();
    await resend(shop, pushId);
    await runWaitingJob(`push-resend:${pushId}`);
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", attempts: 17, scheduled: 15 });
  });

  it("is sent once however often its job is handed out", async () => {
    const { shop, path, pushId } = await plannedPush();
    receiver.answer(path, 200);
    await resend(shop, pushId);
    const job = await runWaitingJob(`push-resend:${pushId}`);
    await deliverResentPush(job?.payload);
    expect(receiver.to(path)).toHaveLength(1);
    expect(await attemptsOf(pushId)).toHaveLength(1);
  });

  it("of another merchant's push answers as for nonsense", async () => {
    const { pushId } = await plannedPush();
    const stranger = await makeShop();
    for (const id of [pushId, randomUUID()]) {
      expect(await resend(stranger, id)).toEqual({ ok: false, error: "not_found" });
    }
  });
});

describe("what may not be called", () => {
  it("PN-E4 no address: nothing is sent, which is no failure, and a resend says why", async () => {
    const { shop, pushId, key } = await plannedPush(() => null);
    await runWaitingJob(key);
    expect(await pushOf(pushId)).toEqual({ state: "no_address", next: null, attempts: 0, scheduled: 0 });
    expect(await waitingJob(key)).toBeNull();
    expect(await resendPush(actorOf(shop), { pushId })).toEqual({ ok: false, error: "no_address" });
  });

  it("PN-E4 is sent once the website has an address", async () => {
    const { shop, pushId, key, path } = await plannedPush(() => null);
    await runWaitingJob(key);
    receiver.answer(path, 200);
    await pointAt(shop, receiver.url(path));
    const { merchantId, websiteId } = shop;
    await releaseWaitingPushes({ version: 1, merchantId, websiteId });
    await runWaitingJob(key);
    expect(receiver.to(path)).toHaveLength(1);
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", attempts: 1 });
    await releaseWaitingPushes({ version: 1, merchantId, websiteId });
    expect(await waitingJob(key)).toBeNull();
  });

  it("PN-E4 is sent once the address is mended", async () => {
    const { shop, pushId, key, path } = await plannedPush(() => "https://10.0.0.1/");
    await runWaitingJob(key);
    expect(await pushOf(pushId)).toMatchObject({ state: "will_not_send", next: null });
    receiver.answer(path, 200);
    await pointAt(shop, receiver.url(path));
    const { merchantId, websiteId } = shop;
    await releaseWaitingPushes({ version: 1, merchantId, websiteId });
    await runWaitingJob(`pushes:${merchantId}:127.0.0.1:${receiver.port.toString()}`);
    expect(receiver.to(path)).toHaveLength(1);
    expect(await pushOf(pushId)).toMatchObject({ state: "delivered", attempts: 2, scheduled: 1 });
  });

  it.each([
    ["a private address", () => forbidden.url("/")],
    ["a private address behind TLS", () => `https://127.0.0.1:${forbidden.port.toString()}/`],
    ["a name that leads to a private address", () => "https://localhost/"],
    ["the metadata service", () => "https://169.254.169.254/latest"],
    ["another scheme", () => "ftp://example.com/"],
  ])("%s is blocked without a connection and not tried again", async (_what, url) => {
    const { pushId, key } = await plannedPush(url);
    await runWaitingJob(key);
    expect(await attemptsOf(pushId)).toMatchObject([{ outcome: "blocked", status: null }]);
    expect(await pushOf(pushId)).toMatchObject({ state: "will_not_send", next: null });
    expect(await waitingJob(key)).toBeNull();
    expect(forbidden.connections).toBe(0);
  });

  it("a redirect into the private net leads nowhere", async () => {
    const { path, key } = await plannedPush();
    receiver.answerWith(path, (_call, response) => {
      response.writeHead(307, { location: forbidden.url("/") }).end();
    });
    await runWaitingJob(key);
    expect(forbidden.connections).toBe(0);
  });
});
