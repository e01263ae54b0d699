import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runToEnd } from "./child";
import type { ChildEnvironment } from "./environment";
import type { Reporter } from "./reporter";
import { root } from "./state";

const builtFrom = ["app", "components", "lib", "locales", "public", "prisma/schema"];
const builtWith = [
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "instrumentation.ts",
];
const generatedFolder = join("lib", "platform", "generated");
const buildStamp = join(root, ".next", "source-hash");
const clientStamp = join(root, generatedFolder, "source-hash");

type Step = {
  readonly reporter: Reporter;
  readonly environment: ChildEnvironment;
  readonly onStart?: (stop: () => Promise<void>) => void;
};

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(generatedFolder));
}

async function hashOf(folders: readonly string[], files: readonly string[]): Promise<string> {
  const found = await Promise.all(folders.map(filesBelow));
  const paths = [...found.flat(), ...files.map((file) => join(root, file))]
    .filter((path) => existsSync(path))
    .sort();
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(path.slice(root.length))
      .update("\0")
      .update(await readFile(path))
      .update("\0");
  return hash.digest("hex");
}

const readStamp = (path: string) => readFile(path, "utf8").catch(() => null);

/** Generates the database client when the schema has changed since. */
export async function generateClient({ reporter, environment, onStart }: Step): Promise<void> {
  const hash = await hashOf(["prisma/schema"], ["package-lock.json"]);
  if ((await readStamp(clientStamp)) === hash) return;
  reporter.say("Generating the database client");
  // Generating never starts the schema engine, but would download one unless told where it is.
  const told = { ...environment, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const args = [join(root, "node_modules", "prisma", "build", "index.js"), "generate"];
  await runToEnd(
    { name: "prisma", args, environment: told, reporter: { say: () => undefined, warn: reporter.warn } },
    onStart,
  );
  await writeFile(clientStamp, hash);
}

export const nextProgram = join(root, "node_modules", "next", "dist", "bin", "next");

/** Builds the web server when a source has changed since the last build. */
export async function buildWeb({ reporter, environment, onStart }: Step): Promise<void> {
  const hash = await hashOf(builtFrom, builtWith);
  if ((await readStamp(buildStamp)) === hash && existsSync(join(root, ".next", "BUILD_ID"))) return;
  reporter.say("Building the portal (about a minute)");
  await runToEnd(
    {
      name: "build",
      args: [nextProgram, "build"],
      environment: { ...environment, NODE_ENV: "production" },
      reporter,
    },
    onStart,
  );
  await writeFile(buildStamp, hash);
}
