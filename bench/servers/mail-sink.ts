import { join } from "node:path";
import { freePort } from "@/scripts/start/ports";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

/** A mail server that takes every mail, in a process of its own. */
export async function startMailSink(
  site: Site,
): Promise<{ readonly server: Server; readonly smtpUrl: string }> {
  const [port, smtpPort] = [await freePort(), await freePort()];
  const server = await startServer({
    port,
    args: [
      "--import",
      "tsx",
      join("bench", "servers", "mail-sink-server.ts"),
      String(port),
      String(smtpPort),
    ],
    environment: site.environment,
    ready: "/",
  });
  return { server, smtpUrl: `smtp://127.0.0.1:${smtpPort}` };
}
