import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";

const runs = 10_000;
const mostBytes = 64 * 1024 * 1024;
const Told = z.object({ runs: z.int(), mostBytes: z.number(), verdicts: z.record(z.string(), z.int()) });

it("reads ten thousand broken mails without a fault, within its memory, and says of each what it is", async () => {
  const program = [
    "--import",
    "tsx",
    "--expose-gc",
    "--max-semi-space-size=2",
    // Program and all: V8 ends the process that holds on to more.
    "--max-old-space-size=64",
    "scripts/test/fuzz-reports.ts",
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [...program, runs.toString(), "20261122"]);
  const told = Told.parse(JSON.parse(stdout));
  expect(told.runs).toBe(runs);
  expect(told.mostBytes).toBeLessThanOrEqual(mostBytes);
  expect(Object.values(told.verdicts).reduce((sum, count) => sum + count, 0)).toBe(runs);
  expect(told.verdicts["unreadable"]).toBeGreaterThan(0);
  expect(told.verdicts["bounce"]).toBeGreaterThan(0);
}, 300_000);
