import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { startBulk } from "@/lib/features/bulk-pushes/commands/start";
import { pauseBulk, resumeBulk, stopBulk, undoBulk } from "@/lib/features/bulk-pushes/commands/steer";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";
import { getBulkPush } from "@/lib/features/bulk-pushes/queries/get-bulk-push";
import { planBulk, ticked, type Chosen } from "@/lib/features/bulk-pushes/queries/plan";
import { registered } from "@/lib/features/registry";
import { setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makePush, makePushedPayments, type PushFacts } from "@/prisma/factories/push";
import { makeRefund } from "@/prisma/factories/refund";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { useReceivers, type Receiver } from "@/scripts/test/receiver";

const { shop: receiver, other } = useReceivers();
const until = new Date("2026-03-10T12:00:00Z");

let clock = until;
let restore = () => {};
beforeEach(() => {
  clock = until;
  restore = setClock(() => clock);
});
afterEach(() => restore());

async function shopAt(to: Receiver = receiver, merchantId?: string) {
  const path = `/${randomUUID()}`;
  to.answer(path, 200);
  const shop = await makeShop({ pushUrl: to.url(path), ...(merchantId !== undefined && { merchantId }) });
  return { shop, path };
}

async function pushedPayment(shop: Shop, ...pushes: readonly PushFacts[]) {
  const { id: paymentId } = await makePayment(shop);
  const ids: string[] = [];
  for (const facts of pushes) ids.push((await makePush(shop, { paymentId, ...facts })).id);
  return { paymentId, pushIds: ids };
}

const matching =
  (listing: BulkListing, parameters: Parameters): Chosen =>
  async (scope, moment, ask) => {
    const entry = registered(listing);
    const query = parseListing(entry?.listing ?? never(), parameters, { timezone: "UTC", now: moment });
    return entry?.matching?.(scope, query, moment, ask) ?? never();
  };
function never(): never {
  throw new Error("the list is not registered");
}

type Wish = {
  readonly listing?: BulkListing;
  readonly chosen: Chosen;
  readonly intentId?: string;
  readonly agreed?: number;
};

const start = (
  shop: Shop,
  { listing = "payments", chosen, intentId = randomUUID(), agreed = 10_000 }: Wish,
) => startBulk(actorOf(shop), { intentId, listing, query: null, chosen, until, agreed });

async function started(shop: Shop, wish: Wish): Promise<string> {
  const result = await start(shop, wish);
  if (!result.ok) throw new Error(result.error);
  return result.value.bulkId;
}

/** Runs the job of a bulk push until none waits; its ten seconds are over. */
async function run(bulkId: string) {
  clock = new Date(until.getTime() + 10_000);
  while ((await runWaitingJob(`push-bulk:${bulkId}`)) !== null);
}

const read = async (shop: Shop, id: string) =>
  (await getBulkPush(shop.scope, { id, show: null, after: 0 })) ?? never();

const bodiesAt = (to: Receiver, path: string) => to.to(path).map(({ body }) => body);

describe("the plan", () => {
  it("BK-5 counts what will be sent, what has no address, what never had a push, and what is due soon", async () => {
    const { shop } = await shopAt();
    const bare = await makeShop({ merchantId: shop.merchantId });
    const ids = [
      (await pushedPayment(shop, {})).paymentId,
      (await pushedPayment(shop, { state: "retrying", nextAttemptAt: "2026-03-10T12:14:00Z" })).paymentId,
      (await pushedPayment(shop, { state: "retrying", nextAttemptAt: "2026-03-10T12:16:00Z" })).paymentId,
      (await pushedPayment(bare, {})).paymentId,
      (await pushedPayment(bare, { ownUrl: receiver.url("/own") })).paymentId,
      (await makePayment(shop)).id,
    ];
    expect(await planBulk(shop.scope, { listing: "payments", chosen: ticked(ids), until })).toEqual({
      willSend: 4,
      noAddress: 1,
      neverPushed: 1,
      notNewest: 0,
      dueSoon: 1,
      hosts: 1,
    });
  });

  it("BK-E3 knows the newest push of each payment, refund and data request", async () => {
    const { shop } = await shopAt();
    const { pushIds } = await pushedPayment(shop, {}, {});
    const { id: dataRequestId } = await makeDataRequest(shop);
    const older = await makePush(shop, { dataRequestId });
    const newer = await makePush(shop, { dataRequestId });
    const { id: refundId } = await makeRefund(shop);
    const [refund] = await rowsOf<{ payment_id: string }>("select payment_id from refund where id = $1", [
      refundId,
    ]);
    const ofRefund = { refundId, paymentId: refund?.payment_id ?? null };
    const first = await makePush(shop, { ...ofRefund, id: "00000000-0000-7000-8000-000000000001" });
    const last = await makePush(shop, { ...ofRefund, id: "00000000-0000-7000-8000-000000000002" });
    const chosen = ticked([...pushIds, older.id, newer.id, first.id, last.id]);
    const plan = await planBulk(shop.scope, { listing: "pushes", chosen, until });
    expect(plan).toMatchObject({ willSend: 3, notNewest: 3 });
  });

  it("of all that match is the plan of the list, up to the moment it was made", async () => {
    const { shop } = await shopAt();
    await pushedPayment(shop, {});
    await pushedPayment(shop, { state: "delivered" });
    const { id } = await makePayment(shop, { createdAt: "2026-03-11T12:00:00Z" });
    await makePush(shop, { paymentId: id });
    const plan = (parameters: Parameters) =>
      planBulk(shop.scope, { listing: "payments", chosen: matching("payments", parameters), until });
    expect(await plan({})).toMatchObject({ willSend: 2 });
    expect(await plan({ receiver: "behind" })).toMatchObject({ willSend: 1 });
    expect(await plan({ status: "failed" })).toMatchObject({ willSend: 0 });
  });

  it("sees nothing of another merchant, whatever is ticked", async () => {
    const { shop } = await shopAt();
    const stranger = await makeShop();
    const { paymentId } = await pushedPayment(shop, {});
    const plan = await planBulk(stranger.scope, { listing: "payments", chosen: ticked([paymentId]), until });
    expect(plan).toMatchObject({ willSend: 0, neverPushed: 0 });
    expect(await start(stranger, { chosen: ticked([paymentId]) })).toEqual({
      ok: false,
      error: "nothing_to_send",
    });
  });
});

describe("the start", () => {
  it("twice with one intent begins one", async () => {
    const { shop } = await shopAt();
    const { paymentId } = await pushedPayment(shop, {});
    const wish = { chosen: ticked([paymentId]), intentId: randomUUID() };
    const [one, two] = await Promise.all([start(shop, wish), start(shop, wish)]);
    expect(one).toEqual(two);
    expect(await rowsOf("select id from push_bulk where merchant_id = $1", [shop.merchantId])).toHaveLength(
      1,
    );
  });

  it("never sends more than the plan said", async () => {
    const { shop } = await shopAt();
    await makePushedPayments(shop, 3);
    const chosen = matching("payments", {});
    expect(await start(shop, { chosen, agreed: 2 })).toEqual({ ok: false, error: "more_than_agreed" });
    expect(await rowsOf("select id from push_bulk where merchant_id = $1", [shop.merchantId])).toEqual([]);
  });

  it("leaves a line in the audit", async () => {
    const { shop } = await shopAt();
    await makePushedPayments(shop, 3);
    await started(shop, { chosen: matching("payments", {}) });
    expect(
      await rowsOf("select actor, action, detail from audit_line where merchant_id = $1", [shop.merchantId]),
    ).toMatchObject([{ actor: "user:Eva", action: "push_bulk.started", detail: { planned: 3, skipped: 0 } }]);
  });
});

describe("the ten seconds before", () => {
  it("nothing is sent, and undo takes it all back", async () => {
    const { shop, path } = await shopAt();
    await makePushedPayments(shop, 3);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    const job = await waitingJob(`push-bulk:${bulkId}`);
    expect(job?.runAt).toEqual(new Date(until.getTime() + 10_000));
    expect((await undoBulk(actorOf(shop), { bulkId })).ok).toBe(true);
    await run(bulkId);
    expect(receiver.to(path)).toEqual([]);
    const { bulk, counts } = await read(shop, bulkId);
    expect([bulk.state, counts]).toEqual(["undone", { not_sent: 3 }]);
  });

  it("once over, undo is refused", async () => {
    const { shop } = await shopAt();
    await makePushedPayments(shop, 1);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    await run(bulkId);
    expect(await undoBulk(actorOf(shop), { bulkId })).toEqual({ ok: false, error: "not_allowed_now" });
  });
});

describe("the run", () => {
  it("BK-4 sends the newest of each once, under its own message id, and gives each row its result", async () => {
    const { shop, path } = await shopAt();
    const bare = await makeShop({ merchantId: shop.merchantId });
    const two = await pushedPayment(shop, { told: "pending", event: "payment.pending" }, {});
    const none = (await makePayment(shop)).id;
    const lacking = await pushedPayment(bare, {});
    const bulkId = await started(shop, { chosen: ticked([two.paymentId, none, lacking.paymentId]) });
    await run(bulkId);
    expect(receiver.to(path).map(({ headers }) => headers["webhook-id"])).toEqual([two.pushIds[1]]);
    const { bulk, counts, items } = await read(shop, bulkId);
    expect(bulk.state).toBe("done");
    expect(counts).toEqual({ accepted: 1, never_pushed: 1, no_address: 1 });
    expect(items.find(({ subjectId }) => subjectId === two.paymentId)).toMatchObject({
      state: "accepted",
      status: 200,
    });
    expect(
      await rowsOf("select trigger, actor, outcome from push_attempt where merchant_id = $1", [
        shop.merchantId,
      ]),
    ).toEqual([{ trigger: "bulk", actor: "user:Eva", outcome: "accepted" }]);
    expect(
      await rowsOf("select told_status, receiver_behind from payment where id = $1", [two.paymentId]),
    ).toEqual([{ told_status: "completed", receiver_behind: false }]);
  });

  it("BK-E3 of two pushes about one object sends the newer one only", async () => {
    const { shop, path } = await shopAt();
    const { pushIds } = await pushedPayment(shop, { told: "pending" }, {});
    const bulkId = await started(shop, { listing: "pushes", chosen: ticked(pushIds) });
    await run(bulkId);
    expect(bodiesAt(receiver, path)).toHaveLength(1);
    expect((await read(shop, bulkId)).counts).toEqual({ accepted: 1, not_newest: 1 });
  });

  it("BK-4 sends no old news of what has changed since the plan", async () => {
    const { shop, path } = await shopAt();
    const changed = await pushedPayment(shop, { told: "pending" });
    const same = await pushedPayment(shop, {});
    const { id: refundId } = await makeRefund(shop);
    const [paid] = await rowsOf<{ id: string }>("select payment_id as id from refund where id = $1", [
      refundId,
    ]);
    const ofRefund = { paymentId: paid?.id ?? never(), refundId };
    const [before, after] = [newId(), newId()];
    await makePush(shop, { ...ofRefund, id: before });
    const chosen = ticked([...changed.pushIds, ...same.pushIds, before]);
    const bulkId = await started(shop, { listing: "pushes", chosen });
    await makePush(shop, { paymentId: changed.paymentId });
    await makePush(shop, { ...ofRefund, id: after });
    await run(bulkId);
    expect(receiver.to(path).map(({ headers }) => headers["webhook-id"])).toEqual(same.pushIds);
    const { bulk, counts } = await read(shop, bulkId);
    expect([bulk.state, counts]).toEqual(["done", { accepted: 1, not_newest: 2 }]);
    expect(await rowsOf("select planned, accepted, skipped from push_bulk where id = $1", [bulkId])).toEqual([
      { planned: 1, accepted: 1, skipped: 2 },
    ]);
  });

  it("U2 stops after a probe of five that was not accepted", async () => {
    const { shop, path } = await shopAt();
    receiver.answer(path, 200, 200, 503, 200, 200);
    await makePushedPayments(shop, 40);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    await run(bulkId);
    expect(receiver.to(path)).toHaveLength(5);
    const { bulk, counts } = await read(shop, bulkId);
    expect([bulk.state, bulk.reason]).toEqual(["stopped", "host_failed"]);
    expect(counts).toEqual({ accepted: 4, refused: 1, not_sent: 35 });
  });

  it("U2 stops when a host fails later, and goes on at the others", async () => {
    const { shop, path } = await shopAt();
    const fine = await shopAt(other, shop.merchantId);
    let calls = 0;
    receiver.answerWith(path, (_call, response) => {
      calls += 1;
      response.writeHead(calls <= 10 ? 200 : 500).end();
    });
    await makePushedPayments(shop, 40);
    await makePushedPayments(fine.shop, 20);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    await run(bulkId);
    expect(receiver.to(path)).toHaveLength(15);
    expect(other.to(fine.path)).toHaveLength(20);
    const { bulk, counts } = await read(shop, bulkId);
    expect(bulk.state).toBe("stopped");
    expect(counts).toEqual({ accepted: 30, refused: 5, not_sent: 25 });
  });

  it("leaves the automatic schedule of a refused push as it was", async () => {
    const { shop, path } = await shopAt();
    receiver.answer(path, 500);
    const nextAttemptAt = "2026-03-10T15:00:00Z";
    const { paymentId, pushIds } = await pushedPayment(shop, { state: "retrying", nextAttemptAt });
    const bulkId = await started(shop, { chosen: ticked([paymentId]) });
    await run(bulkId);
    expect(
      await rowsOf("select state, next_attempt_at, scheduled_count from push where id = $1", [pushIds[0]]),
    ).toEqual([{ state: "retrying", next_attempt_at: new Date(nextAttemptAt), scheduled_count: 0 }]);
  });
});

describe("a person", () => {
  it("pauses and resumes: nothing is sent in between, and nothing twice", async () => {
    const { shop, path } = await shopAt();
    await makePushedPayments(shop, 12);
    const actor = actorOf(shop);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    receiver.answerWith(path, (_call, response) => {
      const isFirst = receiver.to(path).length === 1;
      void (isFirst ? pauseBulk(actor, { bulkId }) : Promise.resolve()).then(() =>
        response.writeHead(200).end(),
      );
    });
    await run(bulkId);
    expect(receiver.to(path)).toHaveLength(5);
    expect((await read(shop, bulkId)).bulk.state).toBe("paused");
    await resumeBulk(actor, { bulkId });
    await run(bulkId);
    const ids = receiver.to(path).map(({ headers }) => headers["webhook-id"]);
    expect([ids.length, new Set(ids).size]).toEqual([12, 12]);
    expect((await read(shop, bulkId)).bulk.state).toBe("done");
  });

  it("stops for good: what was on its way has its result, the rest is not sent", async () => {
    const { shop, path } = await shopAt();
    await makePushedPayments(shop, 12);
    const actor = actorOf(shop);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    receiver.answerWith(path, (_call, response) => {
      const isFirst = receiver.to(path).length === 1;
      void (isFirst ? stopBulk(actor, { bulkId }) : Promise.resolve()).then(() =>
        response.writeHead(200).end(),
      );
    });
    await run(bulkId);
    const { bulk, counts } = await read(shop, bulkId);
    expect([bulk.state, bulk.reason]).toEqual(["stopped", "by_person"]);
    expect(counts).toEqual({ accepted: 5, not_sent: 7 });
    expect(await resumeBulk(actor, { bulkId })).toEqual({ ok: false, error: "not_allowed_now" });
  });

  it("of another merchant finds nothing to read or to stop", async () => {
    const { shop } = await shopAt();
    await makePushedPayments(shop, 1);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    const stranger = await makeShop();
    expect(await getBulkPush(stranger.scope, { id: bulkId, show: null, after: 0 })).toBeNull();
    expect(await stopBulk(actorOf(stranger), { bulkId })).toEqual({ ok: false, error: "not_found" });
  });
});

describe("a job that is handed out twice at once", () => {
  it("sends each once", async () => {
    const { shop, path } = await shopAt();
    await makePushedPayments(shop, 12);
    const bulkId = await started(shop, { chosen: matching("payments", {}) });
    const [row] = await rowsOf<{ payload: unknown }>(
      "select payload from graphile_worker._private_jobs where key = $1",
      [`push-bulk:${bulkId}`],
    );
    clock = new Date(until.getTime() + 10_000);
    const { runBulkPush } = await import("@/lib/features/pushes/jobs/run-bulk");
    await Promise.all([runBulkPush(row?.payload), runBulkPush(row?.payload)]);
    await run(bulkId);
    expect(receiver.to(path)).toHaveLength(12);
    expect((await read(shop, bulkId)).counts).toEqual({ accepted: 12 });
  });
});
