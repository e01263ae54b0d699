import { afterAll, beforeAll } from "vitest";
import { startAcquirer } from "@/sandbox/acquirer/acquirer";
import { closeDatabase } from "@/lib/platform/db";
import { closeFactories } from "@/prisma/factories/shop";

/** The sandbox's acquirer on loopback for the tests of one file, asked by the product over real HTTP. */
export function useAcquirer(): void {
  let stop: (() => Promise<void>) | null = null;
  beforeAll(async () => {
    const running = await startAcquirer({
      port: 0,
      journal: null,
      lateMs: 3_000,
      pendingMs: 1_000,
      now: () => new Date(),
      die: () => undefined,
    });
    stop = running.stop;
    Object.assign(process.env, {
      BASE_URL: "http://portal.example",
      GATEWAY_URL: running.url,
      GATEWAY_TIMEOUT_MS: "1500",
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
    });
  });
  afterAll(async () => {
    await closeDatabase();
    await closeFactories();
    await stop?.();
  });
}
