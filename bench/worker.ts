import { setTimeout as sleep } from "node:timers/promises";
import { run } from "graphile-worker";
import pg from "pg";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { taskList, workerLogger } from "@/lib/worker/start";

const lookMs = 20;
const asideMs = 250;

/**
 * What a handler tells others is put aside until it has ended: a worker of one kind of job would look through all of it
 * each time that a job comes.
 */
async function putAside(owner: pg.Pool, task: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await owner.query(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier <> $1 and j.locked_at is null`,
      [task],
    );
    await sleep(asideMs);
  }
}

/** The worker's loop in this process, for one kind of job. */
export async function startQueue(task: string) {
  const connectionString = env().ownerDatabaseUrl ?? "";
  const concurrency = env().workerConcurrency;
  const handle = taskList[task];
  if (handle === undefined) throw new Error(`${task} is no job`);
  const runner = await run({
    ...{ connectionString, concurrency, maxPoolSize: concurrency + 2, pollInterval: 1_000 },
    ...{ noHandleSignals: true, crontab: "", taskList: { [task]: handle }, logger: workerLogger },
  });
  const owner = new pg.Pool({ connectionString, max: 2 });
  let isOver = false;
  const aside = putAside(owner, task, () => isOver);

  async function isWaiting(key: string): Promise<boolean> {
    const { rows } = await owner.query<{ error: string | null }>(
      "select last_error as error from graphile_worker._private_jobs where key = $1",
      [key],
    );
    for (const { error } of rows) if (error !== null) throw new Error(error);
    return rows.length > 0;
  }

  async function ended(key: string): Promise<void> {
    while (await isWaiting(key)) await sleep(lookMs);
  }

  return {
    /** Comes back when the job under the key has ended, and all that it queued under its own key. */
    ended,
    async work(ids: Readonly<Record<string, string>>, key: string): Promise<void> {
      await runner.addJob(task, { version: 1, ...ids }, { jobKey: key });
      await ended(key);
    },
    async stop(): Promise<void> {
      await runner.stop();
      isOver = true;
      await aside;
      await owner.end();
      await closeDatabase();
    },
  };
}
