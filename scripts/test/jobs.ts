import { handlers } from "@/lib/worker/registry";
import type { EventIds, EventName } from "@/lib/kernel/events";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type WaitingJob = {
  readonly task: keyof typeof handlers;
  readonly payload: unknown;
  readonly runAt: Date;
};

const columns = `t.identifier as task, j.payload, j.run_at as "runAt"`;

/** The job that waits under this key, or null. */
export const waitingJob = async (key: string): Promise<WaitingJob | null> =>
  (
    await rowsOf<WaitingJob>(
      `select ${columns} from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where j.key = $1`,
      [key],
    )
  )[0] ?? null;

/** Takes the job out of the queue, whenever it is due, and hands it to its handler; null when none waits. */
export async function runWaitingJob(key: string): Promise<WaitingJob | null> {
  const [job] = await rowsOf<WaitingJob>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and j.key = $1 returning ${columns}`,
    [key],
  );
  if (job === undefined) return null;
  await handlers[job.task](job.payload);
  return job;
}

/** The worker's part of what was told, at once. */
export const runHandler = <N extends EventName>(
  event: N,
  { merchantId }: Shop,
  ids: EventIds<N>,
): Promise<void> => handlers[event]({ version: 1, merchantId, ...ids });
