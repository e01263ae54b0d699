import { join } from "node:path";
import { freePort } from "@/scripts/start/ports";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

export async function startBareTrust(site: Site): Promise<Server> {
  const port = await freePort();
  return startServer({
    port,
    args: ["--import", "tsx", join("bench", "servers", "bare-trust-server.ts"), String(port)],
    environment: { ...site.environment, BENCH_MERCHANT: site.scope, BENCH_ALIAS: site.trust.alias },
    ready: "/",
  });
}
