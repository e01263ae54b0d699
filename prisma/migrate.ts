import { randomUUID } from "node:crypto";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { readMigrations, readSchema, withSchemaEngine } from "./schema-engine";

export const appRole = "counterfoil_app";

const noFilters = { externalTables: [], externalEnums: [] };

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The role of the app: it signs in, owns nothing and stands under row security. Its rights are in the migrations. */
export const ensureAppRole = (ownerUrl: string, password: string | null) =>
  withOwner(ownerUrl, async (client) => {
    const found = await client.query("select 1 from pg_roles where rolname = $1", [appRole]);
    if (found.rowCount === 0) await client.query(`create role ${appRole} nologin nobypassrls`);
    if (password === null) return;
    await client.query(`alter role ${appRole} login nobypassrls password ${client.escapeLiteral(password)}`);
  });

/** Brings a database to the newest migration. Safe to repeat; `onProgress` hears each applied name. */
export async function migrate({
  ownerUrl,
  onProgress,
}: {
  ownerUrl: string;
  onProgress?: (name: string) => void;
}): Promise<readonly string[]> {
  await ensureAppRole(ownerUrl, null);
  await runMigrations({ connectionString: ownerUrl });
  const migrationsList = await readMigrations();
  const applied = await withSchemaEngine(ownerUrl, (engine) =>
    engine.applyMigrations({ migrationsList, filters: noFilters }),
  );
  applied.appliedMigrationNames.forEach((name) => onProgress?.(name));
  return applied.appliedMigrationNames;
}

async function withScratchDatabase<T>(
  ownerUrl: string,
  work: (scratchUrl: string) => Promise<T>,
): Promise<T> {
  const name = `scratch_${randomUUID().replaceAll("-", "")}`;
  const scratchUrl = new URL(ownerUrl);
  scratchUrl.pathname = `/${name}`;
  await withOwner(ownerUrl, (client) => client.query(`create database ${name}`));
  try {
    return await work(scratchUrl.href);
  } finally {
    await withOwner(ownerUrl, (client) => client.query(`drop database ${name} with (force)`));
  }
}

/** The SQL that leads from the newest migration to `prisma/schema`. Migrations are replayed in a scratch database. */
export const diffSql = ({ ownerUrl }: { ownerUrl: string }): Promise<string> =>
  withScratchDatabase(ownerUrl, async (scratchUrl) => {
    await migrate({ ownerUrl: scratchUrl });
    const files = await readSchema();
    const result = await withSchemaEngine(scratchUrl, (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", files, configDir: "." },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: null,
        filters: noFilters,
      }),
    );
    return result.stdout ?? "";
  });
