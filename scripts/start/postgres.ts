import { spawn } from "node:child_process";
import { chown, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePortLike } from "./ports";
import { postgresHome, type Account, type PostgresHome } from "./postgres-home";
import { Problem } from "./problem";

export type Postgres = {
  readonly port: number;
  readonly ownerUrl: string;
  urlOf(database: string): string;
  readonly stop: () => Promise<void>;
};

type Wishes = {
  readonly dataDir: string;
  readonly password: string;
  readonly port?: number | undefined;
  /** Tests give up crash safety for speed. */
  readonly durable?: boolean;
};

const superuser = "counterfoil";
const mainDatabase = "counterfoil";

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};
const notDurable = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Runs a program of PostgreSQL. Its output goes nowhere else: a server started by pg_ctl would hold a pipe open. */
function run(
  home: PostgresHome,
  program: string,
  args: readonly string[],
  keepOutput: boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(home.bin, program), args, {
      ...home.account,
      cwd: home.data,
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", keepOutput ? "pipe" : "ignore", keepOutput ? "pipe" : "ignore"],
    });
    let output = "";
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}. ${output}`)),
    );
  });
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function giveTo({ uid, gid }: Account, ...paths: readonly string[]): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await giveTo(home.account, folder, passwordFile);
  try {
    const flags = [
      `--pgdata=${home.data}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
    ];
    await run(home, "initdb", [...flags, "--encoding=UTF8", "--locale=C", "--no-sync"], true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lastLogLines(home: PostgresHome): Promise<string> {
  const log = await readFile(join(home.data, "server.log"), "utf8").catch(() => "");
  return log.trim().split("\n").slice(-3).join(" ");
}

async function startServer(home: PostgresHome, port: number, durable: boolean): Promise<void> {
  const chosen = { ...settings, ...(durable ? {} : notDurable) };
  const options = Object.entries(chosen).map(([name, value]) => `-c ${name}=${value === "" ? "''" : value}`);
  const args = [
    "start",
    "-w",
    "-t",
    "60",
    "-D",
    home.data,
    "-l",
    join(home.data, "server.log"),
    "-o",
    `-p ${port} ${options.join(" ")}`,
  ];
  await run(home, "pg_ctl", args, false).catch(async () => {
    throw new Problem(`PostgreSQL did not start: ${await lastLogLines(home)}`);
  });
}

async function stopServer(home: PostgresHome): Promise<void> {
  await run(home, "pg_ctl", ["stop", "-w", "-t", "60", "-m", "fast", "-D", home.data], false);
}

/** Left behind by a supervisor that was killed. */
const isRunning = (home: PostgresHome) =>
  run(home, "pg_ctl", ["status", "-D", home.data], false).then(
    () => true,
    () => false,
  );

async function ensureDatabase(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [mainDatabase]);
    if (found.rowCount === 0) await client.query(`create database ${mainDatabase}`);
  } finally {
    await client.end();
  }
}

export async function startPostgres({
  dataDir,
  password,
  port: wished,
  durable = true,
}: Wishes): Promise<Postgres> {
  const home = await postgresHome(dataDir);
  if (!(await exists(join(home.data, "PG_VERSION")))) await initialise(home, password);
  else if (await isRunning(home)) await stopServer(home);
  const port = await freePortLike(wished);
  await startServer(home, port, durable);
  const urlOf = (database: string) =>
    `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  await ensureDatabase(urlOf("postgres"));
  return { port, ownerUrl: urlOf(mainDatabase), urlOf, stop: () => stopServer(home) };
}
