import { EventEmitter } from "node:events";
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { followClock } from "@/lib/platform/clock-sync";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { closeSmtp } from "@/lib/platform/mail/smtp-lines";
import { closeNotifications } from "@/lib/platform/notifications";
import { WorkerLocks } from "@/lib/worker/locks";
import { handlers } from "@/lib/worker/registry";
import { timerTasks } from "@/lib/worker/timers";

const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;

export const workerLogger = new Logger(() => (level, message) => {
  logger()[levels[level]]({ source: "worker" }, message);
});

/** Handlers refuse by value; what they throw is a fault, logged here and tried again by the queue. */
export const taskList: TaskList = Object.fromEntries(
  Object.entries({ ...handlers, ...timerTasks }).map(([event, handle]) => [
    event,
    async (payload: unknown) => {
      try {
        await handle(payload);
      } catch (problem) {
        logger().error(
          { source: "worker", event, problem: String(problem) },
          "a job failed and will be tried again",
        );
        throw problem;
      }
    },
  ]),
);

export type RunningWorker = { readonly runner: Runner; readonly stop: () => Promise<void> };

/** Jobs are locked in the name of the pool, so that is the name whose life the others watch. */
export function heldPools(locks: WorkerLocks, onLost: (problem: Error) => void): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => void locks.hold(workerPool.id).catch(onLost));
  return events;
}

/** What a timer has missed is due at once: after a start, and after the sandbox's clock was moved. */
function windTimers() {
  for (const [timer, wind] of Object.entries(timerTasks)) {
    wind().catch((problem: unknown) => {
      logger().error({ source: "worker", timer, problem: String(problem) }, "a timer was not wound");
    });
  }
}

/**
 * Starts one worker process's loop. Any number may run; the database shares the work. `onLost` hears
 * that others may take this process for dead: it must end.
 */
export async function startWorker(onLost: (problem: Error) => void): Promise<RunningWorker> {
  const ownerUrl = env().ownerDatabaseUrl;
  if (ownerUrl === null) throw new Error("the worker needs DATABASE_URL");
  await followClock(windTimers);
  const locks = new WorkerLocks(ownerUrl);
  await locks.start(onLost);
  const events = heldPools(locks, onLost);
  const runner = await run({
    connectionString: ownerUrl,
    concurrency: env().workerConcurrency,
    maxPoolSize: env().workerConcurrency + 2,
    pollInterval: 1_000,
    noHandleSignals: true,
    crontab: "",
    taskList,
    events,
    logger: workerLogger,
  });
  windTimers();
  const stop = async () => {
    await runner.stop();
    await locks.stop();
    closeSmtp();
    await closeNotifications();
    await closeDatabase();
  };
  return { runner, stop };
}
