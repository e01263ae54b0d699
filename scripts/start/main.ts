import { access, constants } from "node:fs/promises";
import { resolve } from "node:path";
import { claimFolder } from "./claim";
import { loadEnvironment, wishedHost, wishedPort } from "./environment";
import { ensureFolder } from "./folder";
import { endOrphans, orphansSentence } from "./orphans";
import { whyRefused } from "./ports";
import { portSentence, Problem, sentenceOf, unexpectedSentence } from "./problem";
import { terminal } from "./reporter";
import { startStack, type Stack } from "./stack";
import { defaultFolder, root, type Demo } from "./state";
import { Teardown } from "./teardown";

const teardown = new Teardown();
const asked = { toStop: false };

async function leave(code: number): Promise<never> {
  await teardown.run();
  process.exit(code);
}

function stopOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (asked.toStop) return;
      asked.toStop = true;
      terminal.say("\nStopping");
      void leave(0);
    });
  }
}

function peopleOf({ users }: Demo): string[] {
  const width = Math.max(...users.map(({ email }) => email.length));
  return users.map(
    ({ email, password, role, merchant }) =>
      `  ${email.padEnd(width)}  ${password}  ${role.padEnd(8)} ${merchant}`,
  );
}

function welcome(stack: Stack, seconds: number): void {
  const demo = stack.demo === null ? [] : ["Sign in as", ...peopleOf(stack.demo)];
  const lines = [
    "",
    `Counterfoil is ready after ${seconds.toFixed(1)} s: ${stack.baseUrl}`,
    ...demo,
    "Stop with Ctrl-C.",
    "",
  ];
  lines.forEach((line) => terminal.say(line));
}

async function clearTheWay(folder: string, port: number): Promise<void> {
  await access(root, constants.R_OK | constants.W_OK);
  await ensureFolder(folder);
  await claimFolder(folder);
  const orphans = await endOrphans(folder);
  if (orphans.length > 0) terminal.say(orphansSentence(orphans));
  const host = wishedHost();
  const refused = await whyRefused(port, ["127.0.0.1", "0.0.0.0", host]);
  if (refused !== null) throw new Problem(portSentence(refused, port, host));
}

async function start(): Promise<void> {
  const since = performance.now();
  loadEnvironment();
  const port = wishedPort();
  const dataDir = resolve(process.env["COUNTERFOIL_DATA"] ?? defaultFolder);
  await clearTheWay(dataDir, port);
  const stack = await startStack({
    port,
    dataDir,
    databaseUrl: process.env["DATABASE_URL"],
    appDatabaseUrl: process.env["APP_DATABASE_URL"],
    seed: true,
    traffic: process.env["COUNTERFOIL_TRAFFIC"] !== "0",
    build: "if-needed",
    dev: process.argv.includes("--dev"),
    reporter: terminal,
    teardown,
  });
  welcome(stack, (performance.now() - since) / 1000);
}

stopOnSignals();
try {
  await start();
} catch (error) {
  // What breaks while everything is being stopped is no news.
  if (!asked.toStop) {
    terminal.warn(sentenceOf(error) ?? unexpectedSentence(error));
    await leave(1);
  }
}
