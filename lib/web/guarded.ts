import { logger } from "@/lib/platform/logger";
import { isLockTimeout } from "@/lib/platform/lock-timeout";

/**
 * One of several requests in one post: a bug, or a row that another transaction held for too long (TP-25),
 * costs this one only, and the others keep their answers.
 */
export async function guarded<T>(
  reference: string,
  run: () => Promise<T>,
  instead: (reason: "locked" | "failed") => T,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isLockTimeout(error)) return instead("locked");
    logger().error({ err: error, reference }, "a request of a machine endpoint failed");
    return instead("failed");
  }
}
