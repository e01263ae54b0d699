import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { isGenuine } from "@/sandbox/shop/verify";
import { deliverCommunications } from "@/lib/features/communications/jobs/deliver";
import { warnOfFailingPushes } from "@/lib/features/pushes/jobs/failure-mail";
import {
  deliverDuePushes,
  pushDataRequestStatus,
  pushPaymentStatus,
  wakeLanes,
} from "@/lib/features/pushes/jobs/handlers";
import { attemptPushes } from "@/lib/features/pushes/jobs/send";
import { setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { encryptSecret } from "@/lib/platform/secrets";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop, type ShopOptions } from "@/prisma/factories/shop";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { useMailbox } from "@/scripts/test/mailbox";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver } = useReceivers();

const first = new Date("2026-03-01T12:00:00Z");
const hours = (count: number) => new Date(first.getTime() + count * 3_600_000);
let clock = first;
const mailsTo = useMailbox(() => clock);
let restore = () => {};
beforeEach(() => {
  clock = first;
  restore = setClock(() => clock);
});
afterEach(() => {
  restore();
});

const host = () => `127.0.0.1:${receiver.port.toString()}`;

/** A shop whose receiver listens at a path of its own. */
async function listening(options: ShopOptions = {}) {
  const path = `/${randomUUID()}`;
  const shop = await makeShop({ pushUrl: receiver.url(path), ...options });
  receiver.answer(path, 200);
  const lane = { version: 1, merchantId: shop.merchantId, host: host() };
  const set = (column: string, value: unknown) =>
    rowsOf(`update website set ${column} = $2 where id = $1`, [shop.websiteId, value]);
  return {
    shop,
    path,
    set,
    key: `pushes:${shop.merchantId}:${host()}`,
    deliver: () => deliverDuePushes(lane),
  };
}

/** A change of a payment's status, planned as a push. */
async function tell(shop: Shop, paymentId: string, from: string, to: string): Promise<string> {
  const historyId = newId();
  await rowsOf(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
     values ($1, $2, $3, 'complete', $4, $5, 'system:test', $2, $6)`,
    [shop.merchantId, historyId, paymentId, from, to, clock],
  );
  await pushPaymentStatus({ version: 1, merchantId: shop.merchantId, paymentId, historyId });
  return historyId;
}

const behindOf = async (paymentId: string) =>
  (
    await rowsOf<{ behind: boolean; told: string | null }>(
      "select receiver_behind as behind, told_status as told from payment where id = $1",
      [paymentId],
    )
  )[0];

const healthOf = async (shop: Shop) =>
  (
    await rowsOf<{ accepted: Date | null; failing: Date | null; exhausted: Date | null }>(
      "select accepted_at as accepted, failing_since as failing, exhausted_at as exhausted from push_health where website_id = $1",
      [shop.websiteId],
    )
  )[0];

describe("U1 what the receiver knows", () => {
  it("is behind until the newest push is taken, and an older one changes nothing after it", async () => {
    const { shop, path, deliver } = await listening();
    const { id } = await makePayment(shop);
    receiver.answer(path, 500);
    const older = await tell(shop, id, "started", "pending");
    await deliver();
    expect(await behindOf(id)).toEqual({ behind: true, told: null });
    receiver.answer(path, 200);
    await tell(shop, id, "pending", "completed");
    await deliver();
    expect(await behindOf(id)).toEqual({ behind: false, told: "completed" });
    clock = new Date(first.getTime() + 60_000);
    await deliver();
    expect(await rowsOf("select state from push where id = $1", [older])).toEqual([{ state: "delivered" }]);
    expect(await behindOf(id)).toEqual({ behind: false, told: "completed" });
  });

  it("does not mind a push that was planned late", async () => {
    const { shop, deliver } = await listening();
    const { id } = await makePayment(shop);
    const [older, newer] = [newId(), newId()];
    for (const [historyId, to] of [
      [newer, "completed"],
      [older, "pending"],
    ]) {
      await rowsOf(
        `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
         values ($1, $2, $3, 'complete', 'started', $4, 'system:test', $2, $5)`,
        [shop.merchantId, historyId, id, to, clock],
      );
      await pushPaymentStatus({ version: 1, merchantId: shop.merchantId, paymentId: id, historyId });
    }
    // One after the other.
    await deliver();
    await deliver();
    expect(await behindOf(id)).toEqual({ behind: false, told: "completed" });
  });
});

describe("a website's health", () => {
  it("fails since the first refusal and is well with the next acceptance", async () => {
    const { shop, path, deliver } = await listening();
    receiver.answer(path, 500);
    const { id } = await makePayment(shop);
    await tell(shop, id, "started", "completed");
    await deliver();
    expect(await healthOf(shop)).toEqual({ accepted: null, failing: first, exhausted: null });
    clock = hours(1);
    await deliver();
    expect((await healthOf(shop))?.failing).toEqual(first);
    receiver.answer(path, 200);
    clock = hours(2);
    await deliver();
    expect(await healthOf(shop)).toEqual({ accepted: hours(2), failing: null, exhausted: null });
  });

  it("BK-14 of a receiver that answers now and then is told by mail once an hour, and of one that stays away after it", async () => {
    const { shop, path, deliver } = await listening();
    const told: number[] = [];
    for (const [minutes, status] of [
      [0, 500],
      [5, 200],
      [10, 500],
      [20, 200],
      [50, 500],
      [58, 500],
      [61, 500],
      [90, 500],
      [300, 200],
      [301, 500],
    ] as const) {
      clock = new Date(first.getTime() + minutes * 60_000);
      receiver.answer(path, status);
      await tell(shop, (await makePayment(shop)).id, "started", "completed");
      await deliver();
      const jobs = await rowsOf(
        `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = 'website.pushes_fail' and j.payload->>'merchantId' = $1
         returning 1`,
        [shop.merchantId],
      );
      if (jobs.length > 0) told.push(minutes);
    }
    expect(told).toEqual([0, 61, 301]);
  });

  it("A-7 BK-14 is told by mail at the first failure and at the last, and not between", async () => {
    const to = `${randomUUID()}@shop.example`;
    const { shop, path, key } = await listening({ pushFormat: "buckaroo-form", pushFailureEmail: to });
    receiver.answer(path, 500);
    for (let count = 0; count < 3; count += 1)
      await tell(shop, (await makePayment(shop)).id, "started", "completed");
    const due = async () =>
      (
        await rowsOf<{ next: Date | null }>(
          "select min(next_attempt_at) as next from push where merchant_id = $1",
          [shop.merchantId],
        )
      )[0]?.next ?? null;
    const warnings: unknown[] = [];
    for (let next = await due(); next !== null; next = await due()) {
      clock = next;
      await runWaitingJob(key);
      const jobs = await rowsOf<{ payload: unknown }>(
        `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = 'website.pushes_fail' and j.payload->>'merchantId' = $1
         returning j.payload`,
        [shop.merchantId],
      );
      for (const { payload } of jobs) {
        warnings.push(payload);
        await warnOfFailingPushes(payload);
        // Told again, it is the same mail.
        await warnOfFailingPushes(payload);
        await deliverCommunications({ version: 1, merchantId: shop.merchantId, channel: "email" });
      }
    }
    const taken = await mailsTo(to);
    expect(receiver.to(path)).toHaveLength(3 * 12);
    expect(warnings).toMatchObject([{ which: "first" }, { which: "last" }]);
    expect(taken.map(({ subject }) => subject)).toEqual([
      `${shop.name}: pushes fail`,
      `${shop.name}: a push has had its last attempt`,
    ]);
    expect(taken[0]?.text).toContain("HTTP 500");
    expect(taken[0]?.text).toContain("at most 11 times");
    expect(taken[1]?.html).toContain('lang="en"');
  });
});

describe("an address", () => {
  it("of a failure goes to the address for failures, where there is one", async () => {
    const { shop, path, deliver, set } = await listening({ pushFormat: "buckaroo-json" });
    await set("push_url_failure", receiver.url(`${path}/failed`));
    receiver.answer(`${path}/failed`, 200);
    await tell(shop, (await makePayment(shop)).id, "pending", "rejected");
    await tell(shop, (await makePayment(shop)).id, "pending", "completed");
    await deliver();
    expect([receiver.to(path).length, receiver.to(`${path}/failed`).length]).toEqual([1, 1]);
  });

  it("of a request of its own comes before the website's, also after that one has changed", async () => {
    const { shop, path, deliver, set } = await listening();
    const { id } = await makePayment(shop);
    receiver.answer(`${path}/own`, 200);
    await rowsOf("update payment set push_url = $2 where id = $1", [id, receiver.url(`${path}/own`)]);
    await tell(shop, id, "started", "completed");
    await set("push_url", null);
    await deliver();
    expect([receiver.to(path).length, receiver.to(`${path}/own`).length]).toEqual([0, 1]);
  });

  it("PN-E3 at another host takes what waits with it into the lane of that host", async () => {
    const { shop, deliver, set } = await listening();
    const pushId = await tell(shop, (await makePayment(shop)).id, "started", "completed");
    await set("push_url", "https://elsewhere.example/push");
    await deliver();
    expect(await rowsOf("select host, state, attempt_count from push where id = $1", [pushId])).toEqual([
      { host: "elsewhere.example", state: "pending", attempt_count: 0 },
    ]);
    expect(await waitingJob(`pushes:${shop.merchantId}:elsewhere.example`)).not.toBeNull();
  });
});

describe("a secret that is replaced", () => {
  it("signs with both for a day where the format allows it, and then with the new one alone", async () => {
    const [before, after] = ["an old key of thirty-two bytes!!", "a new key of thirty-two bytes!!!"].map(
      (text) => `whsec_${btoa(text)}`,
    ) as [string, string];
    const { shop, path, deliver } = await listening({ pushSecret: after });
    await rowsOf("update website set push_secret_before = $2, push_secret_until = $3 where id = $1", [
      shop.websiteId,
      encryptSecret(before),
      hours(24),
    ]);
    for (const minutes of [0, 24 * 60 - 1, 24 * 60 + 1]) {
      clock = new Date(first.getTime() + minutes * 60_000);
      await tell(shop, (await makePayment(shop)).id, "started", "completed");
      await deliver();
    }
    const verified = receiver.to(path).map(({ body, headers }) =>
      [before, after].map((secret) => {
        try {
          new Webhook(secret).verify(body, headers);
          return true;
        } catch {
          return false;
        }
      }),
    );
    expect(verified).toEqual([
      [true, true],
      [true, true],
      [false, true],
    ]);
  });
});

describe("Buckaroo's receivers", () => {
  it.each([
    ["buckaroo-form", "sha1"],
    ["buckaroo-form", "sha256"],
    ["buckaroo-form", "sha512"],
    ["buckaroo-json", "sha1"],
  ])("verify %s with %s, and only 200 is a yes (BK-13)", async (pushFormat, pushHash) => {
    const { shop, path, deliver } = await listening({ pushFormat, pushHash });
    receiver.answer(path, 202, 200);
    const { id } = await makePayment(shop, { orderReference: "order-1 ąż/é & Zn" });
    const pushId = await tell(shop, id, "started", "completed");
    await deliver();
    expect(await rowsOf("select state, next_attempt_at from push where id = $1", [pushId])).toEqual([
      { state: "retrying", next_attempt_at: new Date(first.getTime() + 60_000) },
    ]);
    clock = new Date(first.getTime() + 60_000);
    await deliver();
    expect(await rowsOf("select state from push where id = $1", [pushId])).toEqual([{ state: "delivered" }]);
    const calls = receiver.to(path);
    expect(calls).toHaveLength(2);
    for (const call of calls) expect(isGenuine(call, shop.pushSecret)).toBe(true);
    if (pushFormat === "buckaroo-form") {
      const form = new URLSearchParams(calls[0]?.body);
      expect([form.get("brq_statuscode"), form.get("brq_websitekey")]).toEqual(["190", shop.websiteKey]);
    }
  });

  it.each(["buckaroo-form", "buckaroo-json", "standard"])(
    "hear of a data request in %s",
    async (pushFormat) => {
      const { shop, path, deliver } = await listening({ pushFormat });
      const { id, key } = await makeDataRequest(shop, { statusCode: 190 });
      const historyId = newId();
      await rowsOf(
        `insert into data_request_history (merchant_id, id, data_request_id, event, from_code, to_code, actor, correlation_id, at)
       values ($1, $2, $3, 'accept', 791, 190, 'system:test', $2, $4)`,
        [shop.merchantId, historyId, id, clock],
      );
      await pushDataRequestStatus({ version: 1, merchantId: shop.merchantId, dataRequestId: id, historyId });
      await deliver();
      const [call] = receiver.to(path);
      expect(call?.body).toContain(key);
      expect(call && isGenuine(call, shop.pushSecret)).toBe(true);
      expect(
        await rowsOf(
          "select told_status as told, receiver_behind as behind from data_request where id = $1",
          [id],
        ),
      ).toEqual([{ told: "190", behind: false }]);
    },
  );

  it.each(["paynow", "trust"])(
    "alone hear of data requests: %s has no words for them",
    async (pushFormat) => {
      const { shop } = await listening({ pushFormat });
      const { id } = await makeDataRequest(shop, { statusCode: 190 });
      const historyId = newId();
      await rowsOf(
        `insert into data_request_history (merchant_id, id, data_request_id, event, from_code, to_code, actor, correlation_id, at)
       values ($1, $2, $3, 'accept', 791, 190, 'system:test', $2, $4)`,
        [shop.merchantId, historyId, id, clock],
      );
      await pushDataRequestStatus({ version: 1, merchantId: shop.merchantId, dataRequestId: id, historyId });
      expect(await rowsOf("select 1 from push where data_request_id = $1", [id])).toEqual([]);
    },
  );
});

describe("many at once by hand", () => {
  it("are sent and booked once each, under their message ids, and leave the schedule alone", async () => {
    const { shop, path, deliver } = await listening();
    receiver.answer(path, 500);
    const pushIds = [];
    for (let count = 0; count < 6; count += 1)
      pushIds.push(await tell(shop, (await makePayment(shop)).id, "started", "completed"));
    await deliver();
    receiver.answer(path, 500, 200);
    const wishes = pushIds.map((pushId) => ({ pushId, attemptId: randomUUID() }));
    const origin = { trigger: "bulk", by: "user:Eva" } as const;
    const results = await attemptPushes(actorOf(shop), wishes, origin);
    const outcomes = results.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array<string>(5).fill("accepted"), "refused"]);
    expect(receiver.to(path)).toHaveLength(12);
    const again = await attemptPushes(actorOf(shop), wishes, origin);
    expect(again.map(({ outcome }) => outcome).sort()).toEqual(outcomes);
    expect(receiver.to(path)).toHaveLength(12);
    const [left] = await rowsOf(
      "select next_attempt_at as next, scheduled_count as scheduled, attempt_count as attempts from push where merchant_id = $1 and state = 'retrying'",
      [shop.merchantId],
    );
    expect(left).toEqual({ next: new Date(first.getTime() + 60_000), scheduled: 1, attempts: 2 });
  });

  it("wait for the one that a lane has in hand, and know who is not there", async () => {
    const { shop, path } = await listening();
    const pushId = await tell(shop, (await makePayment(shop)).id, "started", "completed");
    await rowsOf("update push set held_until = $2 where id = $1", [pushId, hours(1)]);
    const attempts = attemptPushes(
      actorOf(shop),
      [
        { pushId, attemptId: randomUUID() },
        { pushId: randomUUID(), attemptId: randomUUID() },
      ],
      { trigger: "manual", by: "user:Eva" },
    );
    clock = hours(2);
    expect((await attempts).map(({ outcome }) => outcome)).toEqual(["accepted", "not_found"]);
    expect(receiver.to(path)).toHaveLength(1);
  });
});

describe("a lane", () => {
  it("takes up what a killed worker had in hand when its lease is over", async () => {
    const { shop, path, key, deliver } = await listening();
    const pushId = await tell(shop, (await makePayment(shop)).id, "started", "completed");
    const lease = new Date(first.getTime() + 25_000);
    await rowsOf("update push set held_until = $2 where id = $1", [pushId, lease]);
    await deliver();
    expect(receiver.to(path)).toEqual([]);
    expect((await waitingJob(key))?.runAt).toEqual(lease);
    clock = lease;
    await runWaitingJob(key);
    expect(receiver.to(path).map(({ headers }) => headers["webhook-id"])).toEqual([pushId]);
  });

  it("whose job was lost is found by the timer", async () => {
    const { shop, path, key } = await listening();
    await tell(shop, (await makePayment(shop)).id, "started", "completed");
    await rowsOf("delete from graphile_worker._private_jobs where key = $1", [key]);
    await wakeLanes({ version: 1, merchantId: shop.merchantId });
    await runWaitingJob(key);
    expect(receiver.to(path)).toHaveLength(1);
  });

  it("is wound for the earlier of two times", async () => {
    const { shop, path, key } = await listening();
    receiver.answer(path, 500);
    await tell(shop, (await makePayment(shop)).id, "started", "completed");
    await runWaitingJob(key);
    expect((await waitingJob(key))?.runAt).toEqual(new Date(first.getTime() + 60_000));
    clock = new Date(first.getTime() - 40_000);
    await tell(shop, (await makePayment(shop)).id, "started", "completed");
    clock = first;
    await runWaitingJob(key);
    expect((await waitingJob(key))?.runAt).toEqual(new Date(first.getTime() + 20_000));
  });
});
