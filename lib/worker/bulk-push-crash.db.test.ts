import { randomUUID } from "node:crypto";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import sql from "sql-template-tag";
import { afterAll, describe, expect, it } from "vitest";
import { startBulk } from "@/lib/features/bulk-pushes/commands/start";
import { now } from "@/lib/platform/clock";
import { actorOf } from "@/prisma/factories/payment";
import { makePushedPayments } from "@/prisma/factories/push";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useReceivers } from "@/scripts/test/receiver";
import { startWorkerProcess } from "@/scripts/test/worker";

const { shop: receiver } = useReceivers();

const objects = 10_000;
const slowMs = 15;
/** How far the bulk push is when its worker is killed: somewhere behind these. */
const kills = [600, 3_000, 6_500];
const workers: ChildProcess[] = [];

function startWorker(): ChildProcess {
  const worker = startWorkerProcess(2, { PUSH_TIMEOUT_MS: "8000" });
  workers.push(worker);
  return worker;
}

async function kill(worker: ChildProcess) {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill("SIGKILL");
  await once(worker, "exit");
}

afterAll(async () => {
  for (const worker of workers) await kill(worker);
  await rowsOf("delete from clock_offset", []);
});

/** What the dead worker had in hand is free again: every clock moves past its leases. */
async function moveClock(toMs: number) {
  await rowsOf(
    "insert into clock_offset (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = $1",
    [toMs],
  );
  await rowsOf(
    "update graphile_worker._private_jobs set run_at = least(run_at, now()) where locked_at is null",
    [],
  );
  await rowsOf("select pg_notify('clock_moved', '')", []);
}

const finishedOf = async (bulkId: string) =>
  (
    await rowsOf<{ count: number }>(
      "select count(*)::int as count from push_bulk_item where bulk_id = $1 and state <> 'planned'",
      [bulkId],
    )
  )[0]?.count ?? 0;

const startAll = async (shop: Shop) => {
  const started = await startBulk(actorOf(shop), {
    intentId: randomUUID(),
    listing: "payments",
    query: "",
    chosen: (scope) => Promise.resolve(sql`select id from payment where merchant_id = ${scope}::uuid`),
    until: now(),
    agreed: objects,
  });
  if (!started.ok) throw new Error(started.error);
  return started.value.bulkId;
};

describe("a bulk push of 10,000 to a slow shop, whose worker is killed three times", () => {
  it("loses none, sends none under another message id, and ends", { timeout: 400_000 }, async () => {
    const path = `/${randomUUID()}`;
    receiver.answerWith(path, (_call, response) => {
      setTimeout(() => response.writeHead(200).end(), slowMs);
    });
    const shop = await makeShop({ pushUrl: receiver.url(path) });
    await makePushedPayments(shop, objects);
    const bulkId = await startAll(shop);
    const patience = { timeout: 120_000, interval: 25 };
    await moveClock(15_000);
    for (const [index, least] of kills.entries()) {
      const worker = startWorker();
      await expect.poll(() => finishedOf(bulkId), patience).toBeGreaterThan(least + Math.random() * 400);
      await kill(worker);
      await moveClock(15_000 + (index + 1) * 30_000);
    }
    startWorker();
    await expect.poll(() => finishedOf(bulkId), patience).toBe(objects);

    expect(
      await rowsOf(
        "select state, count(*)::int as count from push_bulk_item where bulk_id = $1 group by state",
        [bulkId],
      ),
    ).toEqual([{ state: "accepted", count: objects }]);
    const ids = receiver.to(path).map(({ headers }) => headers["webhook-id"]);
    const pushes = await rowsOf<{ id: string }>("select id from push where merchant_id = $1", [
      shop.merchantId,
    ]);
    expect([...new Set(ids)].toSorted()).toEqual(pushes.map(({ id }) => id).toSorted());
    // Each death leaves at most one batch that was sent and not booked.
    expect(ids.length - objects).toBeLessThanOrEqual(kills.length * 100);
    expect(
      await rowsOf(
        `select count(*)::int as rows, count(distinct i.attempt_id)::int as attempts, count(a.id)::int as booked
         from push_bulk_item i left join push_attempt a on a.merchant_id = i.merchant_id and a.id = i.attempt_id
           and a.push_id = i.push_id and a.outcome = 'accepted'
         where i.bulk_id = $1 and i.state = 'accepted'`,
        [bulkId],
      ),
    ).toEqual([{ rows: objects, attempts: objects, booked: objects }]);
    expect(
      await rowsOf("select from payment where merchant_id = $1 and receiver_behind", [shop.merchantId]),
    ).toEqual([]);
    const stateOf = async () =>
      (
        await rowsOf<{ state: string; accepted: number }>(
          "select state, accepted from push_bulk where id = $1",
          [bulkId],
        )
      )[0];
    await expect.poll(stateOf, patience).toEqual({ state: "done", accepted: objects });
  });
});
