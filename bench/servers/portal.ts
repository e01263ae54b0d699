import { buildWeb, nextProgram } from "@/scripts/start/build";
import { freePort } from "@/scripts/start/ports";
import { terminal } from "@/scripts/start/reporter";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

/** The built portal, as `npm start` serves it. */
export async function startPortal(site: Site): Promise<Server> {
  const port = await freePort();
  const environment = { ...site.environment, BASE_URL: `http://127.0.0.1:${port}` };
  await buildWeb({ reporter: terminal, environment: { ...process.env, ...environment } });
  return startServer({
    port,
    args: [nextProgram, "start", "-p", String(port), "-H", "127.0.0.1"],
    environment,
    ready: "/api/health",
  });
}
