import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffSql } from "@/prisma/migrate";
import { startPostgres } from "./start/postgres";

/** Prints the SQL that the schema has and the migrations have not. */
const folder = await mkdtemp(join(tmpdir(), "counterfoil-diff-"));
await chmod(folder, 0o755);
const postgres = await startPostgres({
  dataDir: join(folder, "postgres"),
  password: "scratch",
  durable: false,
});
try {
  process.stdout.write(await diffSql({ ownerUrl: postgres.ownerUrl }));
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
// The engine keeps a timer for its lock, ten seconds long.
process.exit();
