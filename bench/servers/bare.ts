import { join } from "node:path";
import { freePort } from "@/scripts/start/ports";
import type { Case } from "@/bench/cases";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

/** The bare server, told the statement of each case. */
export async function startBareServer(site: Site, cases: readonly Case[]): Promise<Server> {
  const port = await freePort();
  const statements = cases.map(({ name, bare: { text, values } }) => [name, { text, values }]);
  return startServer({
    port,
    args: ["--import", "tsx", join("bench", "servers", "bare-server.ts"), String(port)],
    environment: site.environment,
    ready: "/",
    input: JSON.stringify(Object.fromEntries(statements)),
  });
}
