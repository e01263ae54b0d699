import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { controlAcquirer, useAcquirer } from "@/scripts/test/acquirer";
import { startWorkerProcess } from "@/scripts/test/worker";

useAcquirer();

const payments = 1_600;
const workers: ChildProcess[] = [];

/** One job at a time: two jobs need two workers. */
function startWorker(): ChildProcess {
  const worker = startWorkerProcess(1);
  workers.push(worker);
  return worker;
}

afterAll(async () => {
  for (const worker of workers) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.kill("SIGKILL");
    await once(worker, "exit");
  }
  await rowsOf("delete from clock_offset", []);
});

/** Payments that settle tonight, on reservations that are older than the acquirer's books. */
const fill = (shop: Shop) =>
  rowsOf(
    `insert into payment (merchant_id, id, website_id, transaction_reference, intent_id, method, currency, amount_minor,
       settle_minor, amount_major, status, settle_status, settle_due_date, capture_mode, gateway_reference, created_at,
       status_at, authorised_at, reserved_until)
     select $1::uuid, gen_random_uuid(), $2::uuid, left($2::uuid::text, 8) || '-8-' || n, 'night-' || n, 'card', 'EUR', 1000 + n, 1000 + n,
       (1000 + n) / 100.0, 'authorised', n % 2, '2026-01-01', 'scheduled', 'AUT-NIGHT-' || n, now(), now(), now(),
       now() + interval '7 days' from generate_series(1, $3::int) n`,
    [shop.merchantId, shop.websiteId, payments],
  );

/** Two settlement runs of the same night, as two workers may find them. */
const enqueue = (shop: Shop, key: string) =>
  rowsOf("select graphile_worker.add_job('payments.settle', $1::json, job_key => $2)", [
    JSON.stringify({ version: 1, merchantId: shop.merchantId, day: "2026-01-01" }),
    key,
  ]);

const countOf = async (shop: Shop, where: string) =>
  (
    await rowsOf<{ count: number }>(
      `select count(*)::int as count from payment where merchant_id = $1 and ${where}`,
      [shop.merchantId],
    )
  )[0]?.count ?? 0;

/** Each worker holds a lock of its own while it lives: one that has started can take a job. */
const pools = async () =>
  (
    await rowsOf<{ count: number }>(
      `select count(distinct pid)::int as count from pg_locks
       where locktype = 'advisory' and granted and classid = 20261
         and database = (select oid from pg_database where datname = current_database())`,
      [],
    )
  )[0]?.count ?? 0;

const runners = async () =>
  (
    await rowsOf<{ worker: string }>(
      "select distinct locked_by as worker from graphile_worker.jobs where task_identifier = 'payments.settle' and locked_by is not null",
      [],
    )
  ).length;

/** Leases are over: the clock of every process moves on, and the queue with it. */
async function moveClock(byMs: number) {
  await rowsOf(
    "insert into clock_offset (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = $1",
    [byMs],
  );
  await rowsOf(
    "update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 millisecond' where run_at > now() and locked_at is null",
    [byMs],
  );
  await rowsOf("select pg_notify('clock_moved', '')", []);
}

describe("two settlement runs on two workers at once, one of them killed in the middle", () => {
  it("settle each payment once", { timeout: 400_000 }, async () => {
    const shop = await makeShop();
    await fill(shop);
    // The first answers take so long that both workers have surely begun by then.
    await controlAcquirer({ mode: "slow", delayMs: 5_000 });
    const victim = startWorker();
    startWorker();
    const patience = { timeout: 150_000, interval: 100 };
    await expect.poll(pools, patience).toBe(2);
    await enqueue(shop, "night-one");
    await enqueue(shop, "night-two");
    await expect.poll(runners, patience).toBe(2);
    await controlAcquirer({ mode: "slow", delayMs: 1_000 });
    await expect.poll(() => countOf(shop, "settle_status = 10"), patience).toBeGreaterThanOrEqual(1_000);
    victim.kill("SIGKILL");
    await once(victim, "exit");
    await expect.poll(() => countOf(shop, "settle_status in (0, 1)"), patience).toBe(0);
    expect(await countOf(shop, "status = 'completed'")).toBeLessThan(payments);
    await moveClock(180_000);
    await expect
      .poll(() => countOf(shop, "status = 'completed' and settle_status = 100"), patience)
      .toBe(payments);

    const moved = await rowsOf(
      `select p.id from payment p where p.merchant_id = $1 and (p.captured_minor <> p.amount_minor
         or (select count(*) from operation o where o.payment_id = p.id and o.kind = 'capture') <> 1
         or (select count(*) from payment_history h where h.payment_id = p.id) <> 2)`,
      [shop.merchantId],
    );
    expect(moved).toEqual([]);
    const ledger = (await (await fetch(`${env().gatewayUrl}/ledger`)).json()) as {
      bookings: { readonly kind: string; readonly authorisation: string }[];
    };
    // The workers also do what other tests have left in this database.
    const captures = ledger.bookings.filter(
      ({ kind, authorisation }) => kind === "capture" && authorisation.startsWith("AUT-NIGHT-"),
    );
    expect(captures).toHaveLength(payments);
    expect(new Set(captures.map(({ authorisation }) => authorisation)).size).toBe(payments);
    const [record] = await rowsOf<{ settled: number }>(
      "select sum(settled)::int as settled from settlement_run where merchant_id = $1",
      [shop.merchantId],
    );
    expect(record?.settled).toBe(payments);
  });
});
