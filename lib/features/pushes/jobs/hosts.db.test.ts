import { randomUUID } from "node:crypto";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { windLane } from "@/lib/features/pushes/jobs/lanes";
import { closeDatabase } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { allow, Receiver } from "@/scripts/test/receiver";
import { startWorkerProcess } from "@/scripts/test/worker";

const [healthy, hanging, slow] = [new Receiver(), new Receiver(), new Receiver()];
const receivers = [healthy, hanging, slow];
const workers: ChildProcess[] = [];

function startWorker(concurrency: number): ChildProcess {
  const worker = startWorkerProcess(concurrency);
  workers.push(worker);
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill("SIGKILL");
  await once(worker, "exit");
}

beforeAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.start()));
  allow(receivers);
});
afterAll(async () => {
  await Promise.all(workers.map(kill));
  await rowsOf("delete from clock_offset", []);
  await closeDatabase();
  await closeFactories();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

/** Payments with a push each that waits for the website's address. */
async function fill(shop: Shop, host: string, count: number): Promise<void> {
  await rowsOf(
    `with made as (
       insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, method, currency, amount_minor,
         settle_minor, amount_major, status, capture_mode, created_at, status_at)
       select $1::uuid, gen_random_uuid(), $2::uuid, left($2::text, 8) || '-9-' || n, 'wait-' || n, 'card', 'EUR', 1000,
         1000, 10, 'started', 'immediate', now(), now() from generate_series(1, $4::int) n
       returning merchant_id, id, website_id)
     insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, host, body, state,
       first_planned_at, next_attempt_at, created_at)
     select merchant_id, gen_random_uuid(), website_id, id, 'payment.started', 'started', $3, '{"waits":true}', 'pending',
       now(), now(), now() from made`,
    [shop.merchantId, shop.websiteId, host, count],
  );
  await windLane(shop.scope, host);
}

/** The sorted wait that this many of a hundred do not pass. */
const percentile = (waits: readonly number[], percent: number) =>
  waits.toSorted((a, b) => a - b)[Math.ceil((waits.length * percent) / 100) - 1] ?? Infinity;

const patience = { timeout: 120_000, interval: 100 };

/** Commits a payment's beginning and waits for its push. The answer is in milliseconds from the commit. */
async function waitOf(shop: Shop, arrived: ReadonlyMap<string, number>): Promise<number> {
  const [paymentId, historyId] = [randomUUID(), newId()];
  await rowsOf(
    `with paid as (
       insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, method, currency, amount_minor,
         settle_minor, amount_major, status, capture_mode, created_at, status_at)
       values ($1::uuid, $3::uuid, $2::uuid, left($3::text, 8) || '-9-1', $3, 'card', 'EUR', 1000, 1000, 10, 'started',
         'immediate', now(), now())),
     history as (
       insert into payment_history (merchant_id, id, payment_id, event, to_status, actor, correlation_id, at)
       values ($1::uuid, $4::uuid, $3::uuid, 'begin', 'started', 'system:test', $4::uuid, now()))
     select enqueue_job('payment.status_changed', json_build_object('version', 1, 'merchantId', $1::uuid,
       'paymentId', $3::uuid, 'historyId', $4::uuid), null, null)`,
    [shop.merchantId, shop.websiteId, paymentId, historyId],
  );
  const committed = performance.now();
  await expect.poll(() => arrived.has(historyId), { timeout: 60_000, interval: 10 }).toBe(true);
  return (arrived.get(historyId) ?? Infinity) - committed;
}

async function waitsOf(count: number, shop: Shop, arrived: ReadonlyMap<string, number>): Promise<number[]> {
  const waits: number[] = [];
  while (waits.length < count) waits.push(await waitOf(shop, arrived));
  return waits;
}

describe("one dead host", () => {
  it("with 1,000 pushes waiting for it does not delay another's", { timeout: 180_000 }, async () => {
    const dead = await makeShop({ pushUrl: hanging.url("/") });
    let open = 0;
    let most = 0;
    hanging.answerWith("/", (_call, response) => {
      open += 1;
      most = Math.max(most, open);
      response.on("close", () => (open -= 1));
    });
    const well = await makeShop({ merchantId: dead.merchantId, pushUrl: healthy.url("/") });
    const arrived = new Map<string, number>();
    healthy.answerWith("/", ({ headers }, response) => {
      arrived.set(headers["webhook-id"] ?? "", performance.now());
      response.writeHead(200).end();
    });
    startWorker(3);
    const alone = await waitsOf(20, well, arrived);
    await fill(dead, `127.0.0.1:${hanging.port.toString()}`, 1_000);
    await expect.poll(() => hanging.calls.length, patience).toBeGreaterThan(0);
    const beside = await waitsOf(100, well, arrived);
    // Five seconds on any machine of today; a slow one is measured by itself.
    expect(percentile(beside, 99)).toBeLessThanOrEqual(Math.max(5_000, 3 * percentile(alone, 100)));
    expect(most).toBeLessThanOrEqual(8);
    await expect.poll(() => hanging.calls.length, patience).toBeGreaterThan(8);
    await Promise.all(workers.splice(0).map(kill));
  });
});

/** Leases are over: the clock of every process moves on, and the queue with it. */
async function moveClock(byMs: number) {
  await rowsOf(
    "insert into clock_offset (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = clock_offset.offset_ms + $1",
    [byMs],
  );
  await rowsOf(
    "update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 millisecond' where run_at > now() and locked_at is null",
    [byMs],
  );
  await rowsOf("select pg_notify('clock_moved', '')", []);
}

describe("a worker that is killed", () => {
  it("loses no push, and what goes out twice has the same message id", { timeout: 240_000 }, async () => {
    const shop = await makeShop({ pushUrl: slow.url("/") });
    slow.answerWith("/", (_call, response) => {
      setTimeout(() => response.writeHead(200).end(), 150);
    });
    const count = 600;
    await fill(shop, `127.0.0.1:${slow.port.toString()}`, count);
    const delivered = async () =>
      (
        await rowsOf<{ count: number }>(
          "select count(*)::int as count from push where merchant_id = $1 and state = 'delivered'",
          [shop.merchantId],
        )
      )[0]?.count ?? 0;
    for (const until of [60, 250, 420]) {
      const worker = startWorker(2);
      await expect.poll(() => slow.calls.length, patience).toBeGreaterThanOrEqual(until);
      await kill(worker);
      await moveClock(30_000);
    }
    startWorker(2);
    await expect.poll(delivered, patience).toBe(count);
    const ids = slow.calls.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(count);
    const attempts = await rowsOf<{ count: number }>(
      "select count(*)::int as count from push_attempt where merchant_id = $1",
      [shop.merchantId],
    );
    expect(attempts).toEqual([{ count }]);
    const [behind] = await rowsOf<{ count: number }>(
      "select count(*)::int as count from payment where merchant_id = $1 and told_status is distinct from 'started'",
      [shop.merchantId],
    );
    expect(behind?.count).toBe(0);
  });
});
