import { join } from "node:path";
import { freePort } from "@/scripts/start/ports";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

/** The sandbox's acquirer in a process of its own. */
export async function startAcquirer(site: Site): Promise<Server> {
  const port = await freePort();
  return startServer({
    port,
    args: ["--import", "tsx", join("sandbox", "main.ts"), "acquirer"],
    environment: { ...site.environment, SANDBOX_PORT: String(port) },
    ready: "/health",
  });
}
