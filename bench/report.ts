import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "./result";

const folder = join(import.meta.dirname, "results");
const verdicts = { true: "holds", false: "MISSED", null: "not measured" } as const;
const figure = (value: number | null, unit: string) => (value === null ? "–" : `${value} ${unit}`.trim());

const head = ["", "ours", "baseline", "ratio", "target", ""];
const cellsOf = ({ name, ours, baseline, unit, ratio, target, holds }: Result): string[] => [
  name,
  figure(ours, unit),
  figure(baseline, unit),
  figure(ratio, ""),
  target,
  verdicts[`${holds}`],
];

export function tableOf(results: readonly Result[]): string {
  const lines = [head, ...results.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const put = (cell: string, column: number) =>
    column >= 1 && column <= 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(put).join("  ").trimEnd()).join("\n");
}

const path = join(folder, "latest.json");

async function readResults(): Promise<Result[]> {
  if (!existsSync(path)) return [];
  return JSON.parse(await readFile(path, "utf8")) as Result[];
}

/** What was measured anew takes its old place; what was not stays as it is. */
function merged(old: readonly Result[], fresh: readonly Result[]): Result[] {
  const byName = new Map(fresh.map((result) => [result.name, result]));
  const known = new Set(old.map(({ name }) => name));
  return [
    ...old.map((result) => byName.get(result.name) ?? result),
    ...fresh.filter(({ name }) => !known.has(name)),
  ];
}

export async function writeResults(results: readonly Result[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(merged(await readResults(), results), null, 2)}\n`);
  return path;
}
