import { setTimeout as sleep } from "node:timers/promises";

export type Task = () => Promise<unknown>;

export function p50(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function timed(task: Task): Promise<number> {
  const since = performance.now();
  await task();
  return performance.now() - since;
}

const restMs = 1;

/**
 * Median time of each task in milliseconds. The tasks take turns sample by sample, so that whatever else the machine
 * does hits all of them alike; the short rest lets a commit that nobody waits for end.
 */
export async function interleaved<Name extends string>(
  tasks: Readonly<Record<Name, Task>>,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(tasks) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) {
      const tookMs = await timed(tasks[name]);
      if (round >= 0) samples.get(name)?.push(tookMs);
      await sleep(restMs);
    }
  }
  return Object.fromEntries(names.map((name) => [name, p50(samples.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}
