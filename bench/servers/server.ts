import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "@/scripts/start/state";

export type Server = {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

type Plan = {
  readonly port: number;
  /** Arguments for Node. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** An address that answers once the server is up. */
  readonly ready: string;
  readonly input?: string;
};

const patienceMs = 60_000;
const patienceAtEndMs = 5_000;

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer !== null && answer.status < 500) return;
    await sleep(100);
  }
  throw new Error(`${url} did not answer`);
}

/** To its whole process group: Next serves from a child of its own. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It was gone already.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  signal(child, "SIGTERM");
  const impatience = setTimeout(() => signal(child, "SIGKILL"), patienceAtEndMs);
  await ended;
  clearTimeout(impatience);
}

/** A Node process that serves on a port of loopback. */
export async function startServer({ port, args, environment, ready, input }: Plan): Promise<Server> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, ...environment, NODE_ENV: "production", PORT: String(port) },
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  child.stdin.end(input ?? "");
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(child, url + ready);
    return { url, pid: child.pid ?? 0, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Runs the work while both serve; whatever happens, neither is left. */
export async function withServers<T>(
  starts: readonly [ours: () => Promise<Server>, baseline: () => Promise<Server>],
  work: (ours: Server, baseline: Server) => Promise<T>,
): Promise<T> {
  const ours = await starts[0]();
  try {
    const baseline = await starts[1]();
    try {
      return await work(ours, baseline);
    } finally {
      await baseline.stop();
    }
  } finally {
    await ours.stop();
  }
}
