import { join } from "node:path";
import { freePort } from "@/scripts/start/ports";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

/** A shop that takes every push, in a process of its own. */
export async function startPushReceiver(site: Site): Promise<Server> {
  const port = await freePort();
  return startServer({
    port,
    args: ["--import", "tsx", join("bench", "servers", "push-receiver-server.ts"), String(port)],
    environment: site.environment,
    ready: "/",
  });
}
