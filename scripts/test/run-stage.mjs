import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const bin = join(root, "node_modules/.bin");
const { FORCE_COLOR: _colour, ...plain } = process.env;
/** What failed, to be repeated at the end of a long run. */
const failed = [];
const say = (text) => process.stdout.write(`${text}\n`);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * A stage is one program: `{ name, command, reports?, live?, env? }`. `reports` says who writes a JSON
 * report of single tests ("vitest", "playwright"); without one the stage counts as a single check.
 */
const longestMessage = 2_000;

const reporters = {
  vitest: {
    told: (report) =>
      report.testResults.flatMap((file) => {
        const wrong = file.assertionResults.filter((test) => test.status === "failed");
        const broken = file.status === "failed" && wrong.length === 0 ? [[file.name, [file.message]]] : [];
        return [...broken, ...wrong.map((test) => [`${file.name}: ${test.fullName}`, test.failureMessages])];
      }),
    prepare: (stage, file) => ({
      command: [...stage.command, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
      env: {},
    }),
    count(report) {
      const emptyFailures = report.testResults.filter(
        (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
      );
      return { passed: report.numPassedTests, failed: report.numFailedTests + emptyFailures.length };
    },
  },
  playwright: {
    prepare: (stage, file) => ({
      command: [...stage.command, "--reporter=list,json"],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    }),
    count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  },
};

function execute([program, ...args], { env, live }) {
  return new Promise((settle) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...plain, ...env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: "1" },
      stdio: ["ignore", live ? "inherit" : "pipe", live ? "inherit" : "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const collect = (chunk) => (output += chunk);
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", (error) => settle({ code: 1, output: `${output}${error.message}` }));
    child.once("close", (code) => settle({ code: code ?? 1, output }));
  });
}

function readReport(stage, reportFile) {
  try {
    return stage.reports ? JSON.parse(readFileSync(reportFile, "utf8")) : null;
  } catch {
    return null;
  }
}

function countOf(stage, report, code) {
  if (!stage.reports) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (report === null) return { passed: 0, failed: 1 };
  const counted = reporters[stage.reports].count(report);
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** Just what failed where the report says so, and everything otherwise. */
function explain(stage, report, output) {
  const failures = report === null ? [] : (reporters[stage.reports].told?.(report) ?? []);
  const told = failures.map(([name, messages]) => `${name}\n${messages.join("\n").slice(0, longestMessage)}`);
  return (told.length > 0 ? told.join("\n\n") : output).trim();
}

async function runStage(stage) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-report-"));
  const reportFile = join(folder, "report.json");
  const prepared = stage.reports ? reporters[stage.reports].prepare(stage, reportFile) : stage;
  say(`      ${stage.name} ...`);
  const { code, output } = await execute(prepared.command, {
    env: { ...stage.env, ...prepared.env },
    live: stage.live,
  });
  const told = readReport(stage, reportFile);
  const count = countOf(stage, told, code);
  rmSync(folder, { recursive: true, force: true });
  const numbers = stage.reports ? `, ${count.passed} passed, ${count.failed} failed` : "";
  say(
    `${count.failed === 0 ? "ok   " : "FAIL "} ${stage.name} (${seconds(performance.now() - started)}${numbers})`,
  );
  const why = count.failed > 0 ? explain(stage, told, output) : "";
  if (count.failed > 0) failed.push(`FAIL  ${stage.name}\n${why.slice(0, longestMessage)}`.trim());
  if (why !== "") say(why.replace(/^/gm, "      | "));
  return count;
}

export const none = { passed: 0, failed: 0 };
export const sum = (counts) =>
  counts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }), none);

/** Runs stages side by side, as many as there are cores unless told, in the order given. */
export async function runStages(stages, lanes = Math.max(2, availableParallelism())) {
  const waiting = [...stages];
  const counts = [];
  const work = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) counts.push(await runStage(stage));
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return sum(counts);
}

/** Runs stages one after the other and stops at the first that fails. */
export async function runInTurn(stages) {
  let counts = none;
  for (const stage of stages) {
    counts = sum([counts, await runStage(stage)]);
    if (counts.failed > 0) break;
  }
  return counts;
}

/** The last line of every run. */
export function report(counts) {
  for (const text of failed) say(text);
  say(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
