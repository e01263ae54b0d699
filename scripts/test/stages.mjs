import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const has = (file) => existsSync(join(root, file));
const packagesIn = (file) => JSON.parse(readFileSync(join(root, file), "utf8")).packages;

/** Whether node_modules holds what package-lock.json asks for. */
function isInstalled() {
  if (!has("node_modules/.package-lock.json")) return false;
  const installed = packagesIn("node_modules/.package-lock.json");
  return Object.entries(packagesIn("package-lock.json"))
    .filter(([path, wanted]) => path !== "" && !wanted.optional)
    .every(([path, wanted]) => installed[path]?.version === wanted.version);
}

/** `prisma generate` never starts the schema engine, but downloads one unless it is told where it is. */
const noEngine = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };

/** What a fresh checkout lacks. */
export const setup = () => [
  ...(isInstalled()
    ? []
    : [{ name: "install packages", command: ["npm", "ci", "--no-audit", "--no-fund"], live: true }]),
  { name: "generate the database client", command: ["prisma", "generate"], env: noEngine },
  { name: "generate route types", command: ["next", "typegen"] },
];

/** Needs no service: what `npm run verify` runs. The slowest stand first. */
export const verify = [
  { name: "lint", command: ["eslint", ".", "--max-warnings", "0"] },
  { name: "types", command: ["tsc", "--noEmit", "--pretty", "false"] },
  { name: "pure tests", command: ["vitest", "run", "--project", "pure"], reports: "vitest" },
  { name: "format", command: ["prettier", "--check", ".", "--log-level", "warn"] },
  { name: "unused code", command: ["knip"] },
  { name: "checks of our own", command: ["tsx", "scripts/checks/main.ts"] },
  { name: "imports", command: ["depcruise", ".", "--output-type", "err-long"] },
];

export const databaseTests = {
  name: "database tests",
  command: ["vitest", "run", "--project", "db"],
  reports: "vitest",
};

export const build = { name: "build", command: ["next", "build"], env: { NEXT_TELEMETRY_DISABLED: "1" } };

const chromium = "/usr/bin/chromium";
const installChromium = "apt-get update && apt-get install --yes --no-install-recommends chromium";

/** The browser tests and, where Debian can bring it, their browser. */
export function browserTests() {
  if (!has("playwright.config.ts")) return [];
  const canInstall = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  return [
    ...(existsSync(chromium) || !canInstall
      ? []
      : [{ name: "install Chromium", command: ["sh", "-c", installChromium] }]),
    { name: "browser tests", command: ["playwright", "test"], reports: "playwright", live: true },
  ];
}
