import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endOrphans, orphansSentence, parseLaunched, recordChild } from "./orphans";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterfoil-orphans-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const idle = () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });

it.skipIf(process.platform === "win32")("ends what was recorded and still runs", async () => {
  const child = idle();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  await recordChild(folder, "web", child.pid ?? 0);
  expect(await endOrphans(folder)).toMatchObject([{ name: "web", pid: child.pid }]);
  await gone;
  expect(await endOrphans(folder)).toEqual([]);
});

it.skipIf(process.platform === "win32")("spares another process that got the same number", async () => {
  const child = idle();
  await recordChild(folder, "web", child.pid ?? 0);
  const path = join(folder, "children.jsonl");
  const [record] = parseLaunched(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...record, began: "earlier" }));
  expect(await endOrphans(folder)).toEqual([]);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill();
});

it("skips lines that are damaged, and numbers that mean more than one process", () => {
  const lines = ["{", '{"name":"web","pid":1,"began":"5"}', '{"name":"web","pid":7,"began":"5"}'];
  expect(parseLaunched(lines.join("\n"))).toEqual([{ name: "web", pid: 7, began: "5" }]);
});

it("names them in one sentence", () => {
  expect(orphansSentence([{ name: "web", pid: 7, began: "5" }])).toMatch(/: web \(process 7\)\.$/);
});
