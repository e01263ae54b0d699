import { execFile } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";

const Launched = z.object({ name: z.string(), pid: z.int().min(2), began: z.string().min(1) });
type Launched = z.output<typeof Launched>;

const fileIn = (folder: string) => join(folder, "children.jsonl");
const graceMs = 5_000;
const startTimeField = 19;

/** When a process began, in the system's own words: with its number it names one process for ever. */
async function beginningOf(pid: number): Promise<string | null> {
  try {
    if (process.platform !== "linux")
      return (await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)])).stdout.trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[startTimeField] ?? null);
  } catch {
    return null;
  }
}

/** Written down at once: a supervisor that is killed has no time to. */
export async function recordChild(folder: string, name: string, pid: number): Promise<void> {
  const began = await beginningOf(pid);
  if (began !== null) appendFileSync(fileIn(folder), `${JSON.stringify({ name, pid, began })}\n`);
}

export function parseLaunched(text: string): Launched[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [Launched.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

const isAlive = async ({ pid, began }: Launched) => (await beginningOf(pid)) === began;

async function end(orphan: Launched): Promise<void> {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(process.platform === "win32" ? orphan.pid : -orphan.pid, signal);
    } catch {
      // It was gone already.
    }
  };
  send("SIGTERM");
  const deadline = Date.now() + graceMs;
  while (await isAlive(orphan)) {
    if (Date.now() > deadline) {
      send("SIGKILL");
      return;
    }
    await sleep(50);
  }
}

/** Ends what a killed supervisor of this folder left behind, and nothing else. Gives what was ended. */
export async function endOrphans(folder: string): Promise<Launched[]> {
  const launched = parseLaunched(await readFile(fileIn(folder), "utf8").catch(() => ""));
  const alive = await Promise.all(launched.map(isAlive));
  const orphans = launched.filter((_each, index) => alive[index]);
  await Promise.all(orphans.map(end));
  await rm(fileIn(folder), { force: true });
  return orphans;
}

export const orphansSentence = (orphans: readonly Launched[]): string =>
  `Ended what a killed start had left running: ${orphans.map(({ name, pid }) => `${name} (process ${pid})`).join(", ")}.`;
