import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffSql } from "@/prisma/migrate";
import { startPostgres } from "./start/postgres";

/** Prints the SQL that the schema has and the migrations have not. */
const folder = await mkdtemp(join(tmpdir(), "counterfoil-diff-"));
const postgres = await startPostgres({ dataDir: join(folder, "postgres"), password: "scratch", durable: false });
try {
  process.stdout.write(await diffSql({ ownerUrl: postgres.ownerUrl }));
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
