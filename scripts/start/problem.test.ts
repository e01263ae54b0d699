import { describe, expect, it } from "vitest";
import { portSentence, Problem, sentenceOf, unexpectedSentence } from "./problem";

const systemError = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

describe("the sentence for an error", () => {
  it.each([
    [new Problem("Do this."), "Do this."],
    [systemError("EACCES", "/data"), "Permission to use /data is missing"],
    [systemError("EPERM"), "Permission to use a file is missing"],
    [systemError("EEXIST", "/data"), "/data is a file"],
    [systemError("ENOTDIR", "/data/x"), "/data/x is a file, or lies below one"],
    [systemError("EISDIR", "/state.json"), "/state.json is a folder"],
    [systemError("ENOSPC"), "The disk is full"],
  ])("says what to do about %s", (error, sentence) => {
    expect(sentenceOf(error)).toContain(sentence);
  });

  it("leaves bugs to others, which tell them in one line", () => {
    const bug = new TypeError("x is undefined\n    at y");
    expect(sentenceOf(bug)).toBeNull();
    expect(unexpectedSentence(bug)).toMatch(/^Counterfoil could not start, .*: x is undefined\.$/);
    expect(unexpectedSentence(new Error(""))).toMatch(/no reason\.$/);
  });

  it.each([
    ["EACCES", "Permission to use port 80 is missing"],
    ["EADDRINUSE", "Port 80 is taken"],
    ["EADDRNOTAVAIL", "HOST is 10.9.8.7"],
    ["EIO", "(EIO)"],
  ])("tells %s of a port from the others", (code, sentence) => {
    expect(portSentence(code, 80, "10.9.8.7")).toContain(sentence);
  });
});
