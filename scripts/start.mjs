import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const stamp = join(root, "node_modules", ".package-lock.json");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

function end(sentence) {
  console.error(sentence);
  process.exit(1);
}

const isInstalled = () =>
  existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs - 1000;

function install() {
  console.log("Installing packages");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: "inherit", shell: process.platform === "win32" };
  const ended = npm
    ? spawnSync(process.execPath, [npm, ...args], { ...options, shell: false })
    : spawnSync("npm", args, options);
  if (ended.status !== 0) end("The packages could not be installed: see what npm says above.");
}

if (major < 20 || (major === 20 && minor < 19))
  end(`Node 20.19 or newer is needed, this is ${process.versions.node}.`);
if (!isInstalled()) install();

const supervisor = spawn(
  process.execPath,
  ["--import", "tsx", join(root, "scripts", "start", "main.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
// The terminal tells both of us; the supervisor decides when everything is down.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => supervisor.kill("SIGTERM"));
process.on("SIGHUP", () => supervisor.kill("SIGTERM"));
supervisor.once("exit", (code) => process.exit(code ?? 1));
