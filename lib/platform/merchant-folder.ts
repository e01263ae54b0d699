import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MerchantScope } from "@/lib/kernel/access";
import { systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

/** The merchant writes into `in` and reads and deletes in `out`; the others are ours (decision 0039). */
const places = ["in", "out", "done", "refused", ".work"] as const;
type Place = (typeof places)[number];

export type MerchantFolder = { readonly pathOf: (place: Place, name: string) => string };

export type Arrival = {
  readonly name: string;
  /** Since when nobody has written to it. */
  readonly quietMs: number;
};

const longestName = 200;
const tailBytes = 64;

const codeOf = (problem: unknown) => (problem instanceof Error && "code" in problem ? problem.code : null);

async function orNull<T>(code: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (problem) {
    if (codeOf(problem) === code) return null;
    throw problem;
  }
}

/** A link in its place would lead elsewhere. */
async function ensureDirectory(path: string): Promise<void> {
  await orNull("EEXIST", mkdir(path));
  if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is no folder`);
}

/** The merchant's folder in the mount point, made if need be; null where there is no mount point. */
export async function openMerchantFolder(scope: MerchantScope): Promise<MerchantFolder | null> {
  const root = env().filesFolder;
  if (root === null) return null;
  const own = join(root, scope);
  await ensureDirectory(own);
  for (const place of places) await ensureDirectory(join(own, place));
  return { pathOf: (place, name) => join(own, place, name) };
}

/** Clients upload under a passing name and rename at the end; what is hidden is nobody's business. */
const isPassing = (name: string) => name.startsWith(".") || /\.(?:part|tmp|filepart|swp)$|~$/i.test(name);
/** What is no name anywhere is left lying. */
const isName = (name: string) =>
  Buffer.byteLength(name) <= longestName && !/[\p{Cc}\p{Cs}\ufffd/\\]/u.test(name);

async function readAll(file: FileHandle, size: number, from = 0): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let done = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, done, size - done, from + done);
    done += bytesRead;
    if (bytesRead === 0 || done === size) return bytes.subarray(0, done);
  }
}

/** Never through a link, and never waiting for a pipe. */
async function opened<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

async function arrivalAt(path: string, name: string): Promise<Arrival | null> {
  const found = await orNull("ENOENT", lstat(path));
  return found?.isFile() === true ? { name, quietMs: systemMs() - found.ctimeMs } : null;
}

/** The files that lie in `in`, by name. Links, folders and pipes are none. */
export async function findArrivals({ pathOf }: MerchantFolder): Promise<readonly Arrival[]> {
  const names = (await readdir(pathOf("in", ""))).filter((name) => isName(name) && !isPassing(name)).sort();
  const arrivals: Arrival[] = [];
  for (const name of names) {
    const arrival = await arrivalAt(pathOf("in", name), name);
    if (arrival !== null) arrivals.push(arrival);
  }
  return arrivals;
}

/** The last bytes of a file that lies in `in`; null when it is gone. */
export const readTail = ({ pathOf }: MerchantFolder, name: string): Promise<Buffer | null> =>
  orNull(
    "ENOENT",
    opened(pathOf("in", name), async (file) => {
      const { size } = await file.stat();
      return readAll(file, Math.min(tailBytes, size), Math.max(0, size - tailBytes));
    }),
  );

/** Takes a file where its sender can no longer reach it by name. False: it is gone, or one of its name still waits. */
export async function claimArrival({ pathOf }: MerchantFolder, name: string): Promise<boolean> {
  if ((await orNull("ENOENT", lstat(pathOf(".work", name)))) !== null) return false;
  const taken = await orNull(
    "ENOENT",
    rename(pathOf("in", name), pathOf(".work", name)).then(() => true),
  );
  if (taken === null) return false;
  const isFile = (await lstat(pathOf(".work", name))).isFile();
  if (!isFile) await rm(pathOf(".work", name), { recursive: true });
  return isFile;
}

/** What was claimed and is not settled: a worker died over it, or it waits. */
export const findClaimed = async ({ pathOf }: MerchantFolder): Promise<readonly string[]> =>
  (await readdir(pathOf(".work", ""))).filter((name) => !name.startsWith(".")).sort();

/** Null: longer than `most`. */
export const readClaimed = ({ pathOf }: MerchantFolder, name: string, most: number): Promise<Buffer | null> =>
  opened(pathOf(".work", name), async (file) => {
    const { size } = await file.stat();
    return size > most ? null : readAll(file, size);
  });

/** `T1.dat`, then `T1.dat.2`: nothing that lies there is overwritten. */
async function freeName({ pathOf }: MerchantFolder, place: Place, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}.${count.toString()}`;
    if ((await orNull("ENOENT", lstat(pathOf(place, candidate)))) === null) return candidate;
  }
}

/** So that a new name outlives a power cut. Some file systems do that by themselves and know no such wish. */
async function keepNames(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await orNull("EINVAL", directory.sync());
  } finally {
    await directory.close();
  }
}

async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await keepNames(dirname(path));
}

/** Moves a claimed file to where it stays, with what is to be said of it beside it. */
export async function settleClaimed(
  folder: MerchantFolder,
  name: string,
  place: "done" | "refused",
  beside?: { readonly ending: string; readonly content: Uint8Array },
): Promise<void> {
  const { pathOf } = folder;
  const free = await freeName(folder, place, name);
  if (beside !== undefined) {
    await writeWhole(pathOf(".work", ".beside"), beside.content);
    await rename(pathOf(".work", ".beside"), pathOf(place, `${free}${beside.ending}`));
  }
  await rename(pathOf(".work", name), pathOf(place, free));
}

const staging = ".out-";

/** Writes a file that is to go out, whole, where nobody sees it. */
export const stage = ({ pathOf }: MerchantFolder, key: string, content: Uint8Array): Promise<void> =>
  writeWhole(pathOf(".work", `${staging}${key}`), content);

/** The keys of what was staged and neither released nor dropped. */
export const findStaged = async ({ pathOf }: MerchantFolder): Promise<readonly string[]> =>
  (await readdir(pathOf(".work", "")))
    .filter((name) => name.startsWith(staging))
    .map((name) => name.slice(staging.length));

/** Shows a staged file under its name at once, in place of an older one of that name. */
export const release = ({ pathOf }: MerchantFolder, key: string, name: string): Promise<void> =>
  rename(pathOf(".work", `${staging}${key}`), pathOf("out", name.replace(/[^\w.-]/g, "_")));

export const dropStaged = ({ pathOf }: MerchantFolder, key: string): Promise<void> =>
  rm(pathOf(".work", `${staging}${key}`), { force: true });
