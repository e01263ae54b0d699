import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf, Problem } from "./problem";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the disk can only be read",
  ENOTDIR: "it is a file, or lies below one",
  EEXIST: "it is a file, or lies below one",
  ENOENT: "nothing can be created there",
  ELOOP: "its links go round in circles",
  ENAMETOOLONG: "its name is too long",
  ENOSPC: "the disk is full",
};

/** What is wrong with the data folder, by the code of the operating system. */
export const folderSentence = (path: string, code: string | null): string =>
  `The data folder ${path} cannot be used, because ${reasons[code ?? ""] ?? code ?? "the system refuses it"}: set COUNTERFOIL_DATA to another one.`;

/** One folder after the other: Node's own recursion never ends where nothing can be created, as in /proc. */
async function create(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found === null && dirname(path) !== path) await create(dirname(path));
  await mkdir(path);
}

/** Makes the folder if need be and proves that it can be written to. */
export async function ensureFolder(path: string): Promise<void> {
  const probe = join(path, `.probe.${process.pid}`);
  try {
    await create(path);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new Problem(folderSentence(path, codeOf(error)));
  }
}
