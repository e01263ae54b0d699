import { logger } from "@/lib/platform/logger";
import { startWorker } from "@/lib/worker/start";

const worker = await startWorker((problem) => {
  logger().error({ source: "worker", problem: problem.message }, "the worker lost its locks and ends");
  process.exit(1);
});
logger().info({ source: "worker" }, "worker is ready");

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void worker.stop().finally(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
