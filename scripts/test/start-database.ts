import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensureAppRole, migrate } from "@/prisma/migrate";
import { startPostgres } from "@/scripts/start/postgres";

const password = "test";

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresPort: number;
  }
}

/** One server for the run, with a migrated database that every test process clones. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-test-"));
  // The server of a root user runs as another user, who must reach its data.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder, "data"), password, durable: false });
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrate({ ownerUrl: postgres.ownerUrl });
    await ensureAppRole(postgres.ownerUrl, password);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("postgresPort", postgres.port);
  return stop;
}
