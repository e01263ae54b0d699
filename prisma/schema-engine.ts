import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type ColumnType,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

type MigrationList = engineModule.MigrationList;
type SchemaFile = { readonly path: string; readonly content: string };

const oneLetterType = 18;
const oneLetterArrayType = 1002;
const prismaFolder = fileURLToPath(new URL(".", import.meta.url));
const schemaFolder = join(prismaFolder, "schema");
const migrationsFolder = join(prismaFolder, "migrations");

let loaded: Promise<void> | undefined;

/** Prisma's command line would download this engine; the package brings it as WebAssembly. */
async function loadEngine(): Promise<void> {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(script.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports as { __wbindgen_start: () => void };
  start();
}

export async function readSchema(): Promise<SchemaFile[]> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(schemaFolder, name);
      return { path, content: await readFile(path, "utf8") };
    }),
  );
}

export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = names.sort().map(async (path) => {
    const content = await readFile(join(migrationsFolder, path, "migration.sql"), "utf8");
    return {
      path,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: content } },
    };
  });
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

/** PrismaPg refuses the catalogue's one-letter type but knows arrays of it: they lend it a way through. */
function catalogPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const ask = pool.query.bind(pool);
  const query = async (config: pg.QueryArrayConfig, values?: unknown[]) => {
    const result = await ask(config, values);
    for (const { fields } of [result].flat()) {
      for (const field of fields)
        if (field.dataTypeID === oneLetterType) field.dataTypeID = oneLetterArrayType;
    }
    return result;
  };
  return Object.assign(pool, { query });
}

const letterFor = (type: ColumnType): ColumnType =>
  type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type;

/** PrismaPg cuts a script at every semicolon, also inside comments and function bodies; PostgreSQL takes it whole. */
function catalogAdapter(pool: pg.Pool, onRefusal: (reason: unknown) => void): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((reason: unknown) => {
        onRefusal(reason);
        throw reason;
      });
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      return { ...result, columnTypes: result.columnTypes.map(letterFor) };
    };
    return adapter;
  };
  return factory;
}

/** Lends an engine that is connected to the database of `url`. */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: engineModule.SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loaded ??= loadEngine());
  const pool = catalogPool(url);
  let refusal: unknown;
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogAdapter(pool, (reason) => (refusal = reason)));
  const datamodels = (await readSchema()).map(({ path, content }): [string, string] => [path, content]);
  const engine = await engineModule.SchemaEngine.new({ datamodels }, () => undefined, adapter);
  try {
    return await work(engine);
  } catch (error) {
    throw refusal ?? error;
  } finally {
    engine.free();
    await pool.end();
  }
}
