import { join } from "node:path";
import pg from "pg";
import { appRole, ensureAppRole, migrate } from "@/prisma/migrate";
import { startPostgres } from "@/scripts/start/postgres";
import { fill, nameOfFill } from "./data/fill";

const folder = join(import.meta.dirname, ".data");
const password = "bench";

export type Addresses = { readonly ownerUrl: string; readonly appUrl: string };
export type Place = Addresses & { readonly stop: () => Promise<void> };

/** Makes the database, and room for it where the same count of rows was made in another way. */
async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const prefix = name.split("_").slice(0, 2).join("_");
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname ~ $1",
      [`^${prefix}(_|$)`],
    );
    const others = rows.filter(({ datname }) => datname !== name);
    for (const { datname } of others) await client.query(`drop database ${datname}`);
    if (others.length === rows.length) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
}

function appUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = appRole;
  return url.href;
}

/** A PostgreSQL of its own. Each count of rows has a database that is kept from run to run. */
export async function openPlace(rows: number, say: (line: string) => void): Promise<Place> {
  const server = await startPostgres({ dataDir: join(folder, "postgres"), password, durable: false });
  try {
    const name = await nameOfFill(rows);
    const ownerUrl = server.urlOf(name);
    await ensureDatabase(server.urlOf("postgres"), name);
    await migrate({ ownerUrl });
    await ensureAppRole(ownerUrl, password);
    await fill(ownerUrl, rows, say);
    return { ownerUrl, appUrl: appUrlOf(ownerUrl), stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
