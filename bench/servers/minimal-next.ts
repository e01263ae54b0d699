import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { nextProgram } from "@/scripts/start/build";
import { freePort } from "@/scripts/start/ports";
import { terminal } from "@/scripts/start/reporter";
import type { Case } from "@/bench/cases";
import type { Site } from "@/bench/site";
import { startServer, type Server } from "./server";

const source = join(import.meta.dirname, "..", "minimal-next");
/** Built where no check and no build of the portal looks. */
const folder = join(import.meta.dirname, "..", ".data", "minimal-next");
const stamp = join(folder, ".next", "source-hash");
const files = ["next.config.mjs", "app/layout.tsx", "app/page.tsx"];

async function hashOfSource(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(await readFile(join(source, file)));
  hash.update(await readFile(join(source, "..", "..", "package-lock.json")));
  return hash.digest("hex");
}

async function build(environment: NodeJS.ProcessEnv): Promise<void> {
  const hash = await hashOfSource();
  if ((await readFile(stamp, "utf8").catch(() => null)) === hash) return;
  terminal.say("Building the minimal page");
  await cp(source, folder, { recursive: true });
  await promisify(execFile)(process.execPath, [nextProgram, "build", folder], { env: environment });
  await writeFile(stamp, hash);
}

/** A Next application that is nothing but the rows of one case. */
export async function startMinimalNext(site: Site, { bare: { text, values } }: Case): Promise<Server> {
  const port = await freePort();
  const environment = { ...site.environment, BENCH_STATEMENT: JSON.stringify({ text, values }) };
  await build({ ...process.env, ...environment, NODE_ENV: "production" });
  return startServer({
    port,
    args: [nextProgram, "start", folder, "-p", String(port), "-H", "127.0.0.1"],
    environment,
    ready: "/",
  });
}
