import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/lib/platform/generated/client";
import { env } from "@/lib/platform/env";

/** Counts and sums fit a double; the database's check constraints keep them there. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

type Connections = { readonly pool: pg.Pool; readonly prisma: PrismaClient };

/** On `globalThis`, because a reload in development runs this file again. */
const store = globalThis as typeof globalThis & { counterfoilConnections?: Connections };

function connect(): Connections {
  const pool = new pg.Pool({
    connectionString: env().appDatabaseUrl,
    max: env().poolSize,
    application_name: "counterfoil",
  });
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return { pool, prisma };
}

const connections = (): Connections => (store.counterfoilConnections ??= connect());

/** Connections of the app role, which owns nothing and is bound by row security. */
export const pool = (): pg.Pool => connections().pool;
export const prisma = (): PrismaClient => connections().prisma;

export async function closeDatabase() {
  const open = store.counterfoilConnections;
  if (open === undefined) return;
  delete store.counterfoilConnections;
  await open.prisma.$disconnect();
  if (!open.pool.ended) await open.pool.end();
}
