import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { ChildEnvironment } from "./environment";
import { Problem } from "./problem";
import type { Reporter } from "./reporter";
import { root } from "./state";

export type ChildPlan = {
  readonly name: string;
  /** Arguments for Node. */
  readonly args: readonly string[];
  readonly environment: ChildEnvironment;
  readonly reporter: Reporter;
  /** Told of each process that it starts. */
  readonly onLaunch?: (pid: number) => void;
};
export type Child = { readonly stop: () => Promise<void>; readonly pid: () => number | null };

const graceMs = 15_000;
const shortestPauseMs = 200;
const longestPauseMs = 5_000;
const steadyAfterMs = 30_000;

/** Its own process group, so that Ctrl-C reaches the supervisor alone and a stop reaches the child's children. */
function launch({ name, args, environment, reporter, onLaunch }: ChildPlan): ChildProcess {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...environment } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  if (child.pid !== undefined) onLaunch?.(child.pid);
  createInterface({ input: child.stdout }).on("line", (line) => reporter.say(`${name.padEnd(8)} ${line}`));
  createInterface({ input: child.stderr }).on("line", (line) => reporter.warn(`${name.padEnd(8)} ${line}`));
  return child;
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It was gone already.
  }
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

async function end(child: ChildProcess): Promise<void> {
  signal(child, "SIGTERM");
  const impatience = setTimeout(() => signal(child, "SIGKILL"), graceMs);
  await ended(child);
  clearTimeout(impatience);
}

/** Keeps a process alive: one that dies unasked is reported and started again, slower each time. */
export function keepAlive(plan: ChildPlan): Child {
  let stopping = false;
  let pauseMs = shortestPauseMs;
  let current = launch(plan);
  let retry: NodeJS.Timeout | undefined;

  const watch = (child: ChildProcess) => {
    const since = Date.now();
    child.once("exit", (code, killedBy) => {
      if (stopping) return;
      if (Date.now() - since > steadyAfterMs) pauseMs = shortestPauseMs;
      plan.reporter.warn(
        `${plan.name} ended unexpectedly (${killedBy ?? code ?? "unknown"}) and is started again.`,
      );
      retry = setTimeout(() => watch((current = launch(plan))), pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  };
  watch(current);

  const stop = async () => {
    stopping = true;
    clearTimeout(retry);
    await end(current);
  };
  return { stop, pid: () => current.pid ?? null };
}

/** Runs a process to its end. `onStart` hands out a way to stop it early. */
export async function runToEnd(
  plan: ChildPlan,
  onStart?: (stop: () => Promise<void>) => void,
): Promise<void> {
  const child = launch(plan);
  onStart?.(() => end(child));
  await ended(child);
  if (child.exitCode !== 0) throw new Problem(`The step "${plan.name}" failed: see what it says above.`);
}
