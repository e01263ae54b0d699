import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { exportStatement } from "@/bench/csv/bare-lines";
import { p50 } from "@/bench/measure";
import { atMost, notMeasured, ratioAtLeast, type Result } from "@/bench/result";
import type { Site } from "@/bench/site";
import { root } from "@/scripts/start/state";

const run = promisify(execFile);
const rounds = 3;
const loopTarget = 0.8;
const copyTarget = 0.2;
const memoryLimit = 64;

type Told = { readonly tookMs: number; readonly grownMib: number; readonly sha256: string };

/** Each export has a process of its own, so that none inherits another's memory. */
async function exportOnce(site: Site, side: "ours" | "bare" | "digest"): Promise<Told> {
  const program = ["--expose-gc", "--import", "tsx", "--conditions=react-server"];
  const { stdout } = await run(
    process.execPath,
    [...program, join("bench", "csv", "one-export.ts"), side, site.scope],
    { cwd: root, env: { ...process.env, ...site.environment } },
  );
  return JSON.parse(stdout) as Told;
}

const literal = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;

/** Null where there is no psql. */
async function copyOnce(site: Site): Promise<number | null> {
  const { text, values } = exportStatement(site.scope);
  const inlined = text.replaceAll(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]));
  const command = `\\copy (${inlined.replaceAll(/\s+/g, " ")}) to '/dev/null' csv header`;
  const since = performance.now();
  try {
    await run("psql", ["--no-psqlrc", "--quiet", site.addresses.ownerUrl, "-c", command]);
    return performance.now() - since;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function countRows({ owner, scope }: Site): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int as count from payment where merchant_id = $1",
    [scope],
  );
  return rows[0]?.count ?? 0;
}

function checkSameLines(ours: readonly Told[], wanted: string): void {
  if (ours.some(({ sha256 }) => sha256 !== wanted))
    throw new Error("our export and the bare loop did not write the same lines");
}

type Taken = {
  readonly ours: readonly Told[];
  readonly bare: readonly Told[];
  readonly copies: readonly number[];
};

function resultsOf(rows: number, { ours, bare, copies }: Taken): Result[] {
  const rate = (tookMs: readonly number[]) => Math.round(rows / (p50(tookMs) / 1000));
  const times = (told: readonly Told[]) => told.map(({ tookMs }) => tookMs);
  const growth = (told: readonly Told[]) => p50(told.map(({ grownMib }) => grownMib));
  const unit = "rows/s";
  const copied = { ours: rate(times(ours)), baseline: rate(copies), unit };
  return [
    ratioAtLeast("csv/bare-loop", loopTarget, { ...copied, baseline: rate(times(bare)) }),
    copies.length === 0
      ? notMeasured("csv/psql-copy", unit, `at least ${copyTarget} ×`)
      : ratioAtLeast("csv/psql-copy", copyTarget, copied),
    atMost("csv/memory", memoryLimit, { ours: growth(ours), baseline: growth(bare), unit: "MiB" }),
  ];
}

export async function measureCsv(site: Site): Promise<Result[]> {
  const { sha256 } = await exportOnce(site, "digest");
  const [ours, bare, copies]: [Told[], Told[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await exportOnce(site, "ours"));
    bare.push(await exportOnce(site, "bare"));
    const copyMs = await copyOnce(site);
    if (copyMs !== null) copies.push(copyMs);
  }
  checkSameLines(ours, sha256);
  return resultsOf(await countRows(site), { ours, bare, copies });
}
