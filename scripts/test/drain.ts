import { runOnce } from "graphile-worker";
import { env } from "@/lib/platform/env";
import { taskList, workerLogger } from "@/lib/worker/start";
import { rowsOf } from "@/prisma/factories/shop";

const most = 60;

/** Runs what is due. With `all`, also what waits for later, one thing after another, as if that time had come. */
export async function drain(reach: "due" | "all" = "due"): Promise<void> {
  const connectionString = env().ownerDatabaseUrl ?? "";
  for (let round = 0; round < most; round += 1) {
    await runOnce({
      connectionString,
      taskList,
      concurrency: 4,
      noHandleSignals: true,
      crontab: "",
      logger: workerLogger,
    });
    if (reach === "due") return;
    const pulled = await rowsOf<{ id: string }>(
      `update graphile_worker._private_jobs set run_at = now() - interval '1 second'
       where id = (select id from graphile_worker._private_jobs where attempts < max_attempts order by run_at limit 1)
       returning id`,
      [],
    );
    if (pulled.length === 0) return;
  }
  throw new Error(`work is left after ${most.toString()} rounds`);
}
