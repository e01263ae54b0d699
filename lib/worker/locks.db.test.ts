import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "graphile-worker";
import { env } from "@/lib/platform/env";
import { handlers } from "@/lib/worker/registry";
import { WorkerLocks } from "@/lib/worker/locks";
import { heldPools, workerLogger } from "@/lib/worker/start";
import { events } from "@/lib/kernel/events";
import { closeFactories, rowsOf } from "@/prisma/factories/shop";

const opened: WorkerLocks[] = [];

async function startLocks(): Promise<WorkerLocks> {
  const locks = new WorkerLocks(env().ownerDatabaseUrl ?? "");
  opened.push(locks);
  await locks.start((problem) => {
    throw problem;
  });
  return locks;
}

/** A job that a worker took some seconds ago and never brought back. */
async function jobLockedBy(worker: string, seconds: number): Promise<string> {
  const key = `lock-${randomUUID()}`;
  await rowsOf(
    "select graphile_worker.add_job('push.resend', '{}', job_key => $1, run_at => now() + interval '1 day')",
    [key],
  );
  await rowsOf(
    `update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - make_interval(secs => $3), attempts = 1
     where key = $1`,
    [key, worker, seconds],
  );
  return key;
}

const isLocked = async (key: string) =>
  (
    await rowsOf("select 1 from graphile_worker._private_jobs where key = $1 and locked_by is not null", [
      key,
    ])
  ).length === 1;

beforeAll(() => expect(env().ownerDatabaseUrl).not.toBeNull());
afterAll(async () => {
  for (const locks of opened) await locks.stop();
  await closeFactories();
});

describe("a job that takes long", () => {
  it("stays with the live worker that runs it, and runs once", async () => {
    const connectionString = env().ownerDatabaseUrl ?? "";
    const own = await startLocks();
    const runs: string[] = [];
    const finished = new EventEmitter();
    const key = `long-${randomUUID()}`;
    const runner = await run({
      connectionString,
      concurrency: 2,
      pollInterval: 100,
      noHandleSignals: true,
      crontab: "",
      logger: workerLogger,
      events: heldPools(own, (problem) => {
        throw problem;
      }),
      taskList: {
        [key]: async () => {
          runs.push(key);
          await once(finished, "now");
        },
      },
    });
    await rowsOf("select graphile_worker.add_job($1, '{}', job_key => $1)", [key]);
    const held = (seconds: number) =>
      rowsOf(
        "select from graphile_worker.jobs where key = $1 and locked_at < now() - make_interval(secs => $2)",
        [key, seconds],
      );
    await expect.poll(async () => (await held(4)).length, { timeout: 15_000 }).toBe(1);
    await startLocks();
    expect(await held(4)).toHaveLength(1);
    finished.emit("now");
    await expect
      .poll(async () => (await rowsOf("select from graphile_worker.jobs where key = $1", [key])).length)
      .toBe(0);
    await runner.stop();
    expect(runs).toEqual([key]);
  });
});

describe("a job that a killed worker holds", () => {
  it("is freed as soon as another worker looks", async () => {
    const key = await jobLockedBy(`worker-${randomUUID()}`, 10);
    await startLocks();
    expect(await isLocked(key)).toBe(false);
  });

  it("is freed within seconds of the death", async () => {
    const dead = new WorkerLocks(env().ownerDatabaseUrl ?? "");
    await dead.start(() => undefined);
    const worker = `worker-${randomUUID()}`;
    await dead.hold(worker);
    const key = await jobLockedBy(worker, 10);
    await startLocks();
    expect(await isLocked(key)).toBe(true);
    await dead.stop();
    await expect.poll(() => isLocked(key), { timeout: 9_000, interval: 100 }).toBe(false);
  });
});

describe("a job that a living worker holds", () => {
  it("stays with it, however long it takes", async () => {
    const owner = await startLocks();
    const worker = `worker-${randomUUID()}`;
    await owner.hold(worker);
    const key = await jobLockedBy(worker, 3_600);
    await startLocks();
    expect(await isLocked(key)).toBe(true);
  });

  it("stays with it in its first moments, before its lock can be seen", async () => {
    const key = await jobLockedBy(`worker-${randomUUID()}`, 0);
    await startLocks();
    expect(await isLocked(key)).toBe(true);
  });
});

describe("the registry", () => {
  it("has a handler for every event and for nothing else", () => {
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(events).sort());
  });

  it.each(Object.keys(events) as (keyof typeof events)[])(
    "%s refuses a payload that is not its own",
    async (event) => {
      for (const payload of [
        null,
        {},
        { version: 2, merchantId: randomUUID() },
        { version: 1, merchantId: "x" },
      ]) {
        await expect(handlers[event](payload)).rejects.toThrow();
      }
    },
  );
});
