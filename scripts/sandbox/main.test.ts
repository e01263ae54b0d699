import { execFile } from "node:child_process";
import { describe, expect, it } from "vitest";
import { root } from "@/scripts/start/state";

const sandbox = (...args: string[]) =>
  new Promise<{ code: number; out: string; said: string }>((resolve) => {
    const program = ["--import", "tsx", "scripts/sandbox/main.ts", ...args];
    execFile(process.execPath, program, { cwd: root, timeout: 20_000 }, (error, out, said) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, said });
    });
  });

const verbs = ["info", "pay", "ship", "clock", "receiver", "acquirer", "drain", "received"];

describe("the sandbox's command line", () => {
  it("lists its verbs", async () => {
    const { code, out } = await sandbox("--help");
    expect(code).toBe(0);
    for (const verb of verbs) expect(out).toContain(`  ${verb} `);
  });

  it.each(verbs)("explains %s", async (verb) => {
    const { code, out } = await sandbox(verb, "--help");
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: sandbox /);
    expect(out).toContain("--json");
  });

  it.each([
    ["an unknown verb", ["dance"], "dance"],
    ["an unknown option", ["pay", "--amuont", "3"], "--amuont"],
    ["a duration that is none", ["clock", "--forward", "soon"], "7d, 12h"],
    ["an instant that is none", ["clock", "--to", "later"], "2026-03-01T12:00:00Z"],
    ["two wishes for the clock", ["clock", "--reset", "--forward", "1d"], "Give one of"],
    ["a status that is no failure", ["receiver", "fail", "--status", "999"], "from 300 to 599"],
    ["a status of success", ["receiver", "fail", "--status", "200"], "from 300 to 599"],
    ["a count of none", ["acquirer", "down", "--count", "0"], "from 1 to"],
    ["a delay that is too long", ["acquirer", "slow", "--delay", "1h"], "at most 10m"],
    ["a balance that is none", ["acquirer", "--balance", "-1"], "from 0 to"],
    ["an unknown method", ["pay", "--method", "cash"], "card, ideal"],
    ["an unknown capture", ["pay", "--capture", "never"], "immediate, scheduled, manual"],
    ["a card that is no test card", ["pay", "--card", "4539578763621486"], "published test cards"],
    ["a settle status that cannot be asked for", ["pay", "--settle-status", "10"], "from 0 to 2"],
    ["a due day that is none", ["pay", "--due", "tomorrow"], "2026-12-01"],
    ["a parcel of no payment", ["ship"], "payment"],
    ["an expiry that is none", ["pay", "--expiry", "13/30"], "12/2030"],
    ["a timeout that is none", ["drain", "--timeout", "soon"], "7d, 12h"],
    ["a stack that does not run", ["info", "--state", "/nowhere/state.json"], "not running"],
  ])("refuses %s with one sentence", async (_what, args, word) => {
    const { code, out, said } = await sandbox(...args);
    expect(code).not.toBe(0);
    expect(out).toBe("");
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(said).toContain(word);
  });
}, 30_000);
