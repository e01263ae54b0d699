import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureFolder, folderSentence } from "./folder";
import { Problem } from "./problem";

let place = "";
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "counterfoil-folder-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe("the data folder", () => {
  it("is made with all that lies above it and left empty", async () => {
    const path = join(place, "a", "b");
    await ensureFolder(path);
    await ensureFolder(path);
    expect(await readdir(path)).toEqual([]);
  });

  it.each(["file", "file/below"])("may not be %s", async (name) => {
    await writeFile(join(place, "file"), "");
    const path = join(place, name);
    await expect(ensureFolder(path)).rejects.toThrow(new Problem(folderSentence(path, "ENOTDIR")));
  });

  it.runIf(process.platform === "linux")("is refused at once where nothing can be created", async () => {
    await expect(ensureFolder("/proc/x")).rejects.toThrow("The data folder /proc/x cannot be used");
  });

  it.each([
    ["EACCES", "this user may not write there"],
    ["EPERM", "this user may not write there"],
    ["EIO", "because EIO"],
    [null, "the system refuses it"],
  ])("gives the reason of %s in one sentence", (code, reason) => {
    const sentence = folderSentence("/data", code);
    expect(sentence).toContain(reason);
    expect(sentence).toMatch(/^The data folder \/data [^\n]*COUNTERFOIL_DATA to another one\.$/);
  });
});
