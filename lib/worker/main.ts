import { logger } from "@/lib/platform/logger";
import { startWorker } from "@/lib/worker/start";

const worker = await startWorker();
logger().info({ source: "worker" }, "worker is ready");

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void worker.stop().finally(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
