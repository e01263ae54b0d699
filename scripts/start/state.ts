import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { codeOf, Problem } from "./problem";

export const root = resolve(import.meta.dirname, "..", "..");
export const defaultFolder = join(root, ".counterfoil");

const DemoUser = z.object({
  email: z.string(),
  password: z.string(),
  role: z.string(),
  merchant: z.string(),
});
const DemoWebsite = z.object({
  name: z.string(),
  siteReference: z.string(),
  apiKey: z.string(),
  /** Of people in the office: may do what a checkout may not. */
  officeKey: z.string().optional(),
  trust: z.object({ alias: z.string(), password: z.string() }),
  /** Of a shop whose authorisations are renewed. */
  computop: z
    .object({ merchantId: z.string(), cipherPassword: z.string(), hmacPassword: z.string() })
    .optional(),
  pushUrl: z.string(),
  pushSecret: z.string(),
});
const Demo = z.object({ users: z.array(DemoUser), websites: z.array(DemoWebsite) });

const Running = z.object({
  pid: z.int(),
  baseUrl: z.string(),
  databaseUrl: z.string(),
  acquirerUrl: z.string(),
  shopUrl: z.string(),
  mailUrl: z.string().default(""),
});

const State = z.object({
  ports: z
    .object({
      postgres: z.int().optional(),
      acquirer: z.int().optional(),
      shop: z.int().optional(),
      bank: z.int().optional(),
      mail: z.int().optional(),
      smtp: z.int().optional(),
      sms: z.int().optional(),
      intake: z.int().optional(),
    })
    .default({}),
  /** True from the beginning of the seed to its end: found at a start, the seed was cut off. */
  seeding: z.boolean().default(false),
  running: Running.nullable().default(null),
  demo: Demo.nullable().default(null),
});

export type Demo = z.output<typeof Demo>;
export type RunningState = z.output<typeof Running>;
export type State = z.output<typeof State>;

const fileIn = (folder: string) => join(folder, "state.json");

/** What the file holds: null when there is none, undefined when it is damaged. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an earlier start left behind; without a file it is a first start. */
export async function readState(folder: string): Promise<State> {
  const path = fileIn(folder);
  const found = await readJson(path);
  const read = State.safeParse(found === null ? {} : found);
  if (read.success) return read.data;
  throw new Problem(`${path} is damaged: put it back, or remove ${folder} to start afresh.`);
}

/** Only the owner may read what this writes: there are passwords of the demo in it. */
export async function writePrivately(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, path);
}

export async function changeState(folder: string, change: Partial<State>): Promise<void> {
  await writePrivately(fileIn(folder), { ...(await readState(folder)), ...change });
}

/** Reads what the seed wrote and takes it away. */
export async function takeDemo(path: string): Promise<Demo> {
  const demo = Demo.parse(JSON.parse(await readFile(path, "utf8")));
  await rm(path);
  return demo;
}
