import { join } from "node:path";
import pg from "pg";
import { appRole, ensureAppRole, migrate } from "@/prisma/migrate";
import type { Secrets } from "./environment";
import { startPostgres } from "./postgres";
import { Problem } from "./problem";
import type { Reporter } from "./reporter";

export type Database = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Null when the server is somebody else's. */
  readonly port: number | null;
  readonly stop: () => Promise<void>;
};

type Wishes = {
  readonly folder: string;
  readonly secrets: Secrets;
  readonly databaseUrl: string | undefined;
  readonly appDatabaseUrl: string | undefined;
  readonly port: number | undefined;
  readonly reporter: Reporter;
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "the host is unknown",
  EAI_AGAIN: "the host is unknown",
  ETIMEDOUT: "it does not answer",
  "28P01": "the password is wrong",
  "28000": "the user may not sign in",
  "3D000": "the database does not exist",
};

function reasonOf(error: unknown): string {
  const found = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { code, message } = found as { code?: string; message?: string };
  return (code === undefined ? undefined : reasons[code]) ?? message ?? "unknown reason";
}

async function checkServer(databaseUrl: string): Promise<void> {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) {
    throw new Problem("DATABASE_URL is no address like postgres://user:password@host:5432/database.");
  }
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; may: boolean }>(
      "select current_setting('server_version_num')::int as version, (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as may",
    );
    const [server] = rows;
    if (server === undefined || server.version < 150_000)
      throw new Problem("DATABASE_URL leads to a PostgreSQL older than 15.");
    if (!server.may)
      throw new Problem("The user of DATABASE_URL may not create roles, which the app's own role needs.");
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`DATABASE_URL cannot be used: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function appUrlFor(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = appRole;
  url.password = encodeURIComponent(password);
  return url.href;
}

async function serverFor(wishes: Wishes): Promise<Omit<Database, "appUrl">> {
  if (wishes.databaseUrl !== undefined) {
    await checkServer(wishes.databaseUrl);
    return { ownerUrl: wishes.databaseUrl, port: null, stop: () => Promise.resolve() };
  }
  wishes.reporter.say("Starting PostgreSQL");
  return startPostgres({
    dataDir: join(wishes.folder, "postgres"),
    password: wishes.secrets.ownerPassword,
    port: wishes.port,
  });
}

/** A server, ours or a given one, brought to the newest migration. */
export async function openDatabase(wishes: Wishes): Promise<Database> {
  const server = await serverFor(wishes);
  try {
    const { ownerUrl } = server;
    await migrate({ ownerUrl, onProgress: (name) => wishes.reporter.say(`Migrating: ${name}`) });
    const given = wishes.databaseUrl === undefined ? undefined : wishes.appDatabaseUrl;
    if (given !== undefined) return { ...server, appUrl: given };
    await ensureAppRole(ownerUrl, wishes.secrets.appPassword);
    return { ...server, appUrl: appUrlFor(ownerUrl, wishes.secrets.appPassword) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function ask<T extends pg.QueryResultRow>(
  ownerUrl: string,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

export async function isEmpty(ownerUrl: string): Promise<boolean> {
  return (await ask(ownerUrl, "select 1 from merchant limit 1", [])).length === 0;
}

/** The shop of the sandbox may have had to move to another port since the seed. */
export async function movePushAddresses(ownerUrl: string, before: string, after: string): Promise<void> {
  await ask(
    ownerUrl,
    "update website set push_url = $2 || substr(push_url, length($1) + 1) where starts_with(push_url, $1)",
    [before, after],
  );
}

/** Half a demo is none: a seed that was cut off begins again on an empty database. */
export async function startAfresh(ownerUrl: string, reporter: Reporter): Promise<void> {
  reporter.say("The demo was not finished last time and is made again");
  await ask(ownerUrl, "drop schema if exists public, graphile_worker cascade", []);
  await ask(ownerUrl, "create schema public", []);
  await migrate({ ownerUrl });
}
