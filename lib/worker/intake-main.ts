import { followClock } from "@/lib/platform/clock-sync";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { closeNotifications } from "@/lib/platform/notifications";
import { startIntake } from "@/lib/worker/intake";

await followClock();
const intake = await startIntake(env().intake);
logger().info({ source: "intake", port: intake.port }, "intake is ready");

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await intake.stop();
  await closeNotifications();
  await closeDatabase();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
