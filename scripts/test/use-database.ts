import pg from "pg";
import { inject } from "vitest";

const template = "counterfoil";
const port = inject("postgresPort");
const name = `test_${process.env["VITEST_POOL_ID"] ?? "0"}`;
const urlOf = (user: string, database: string) => `postgres://${user}:test@127.0.0.1:${port}/${database}`;

/** Test processes start together, and PostgreSQL clones a template for one at a time. */
async function cloneTemplate(): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf("counterfoil", "postgres") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(1)");
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
}

/** Test files of one process share its database one after another: what an earlier one left in the queue is not our work. */
async function emptyQueue(): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf("counterfoil", name) });
  await client.connect();
  try {
    await client.query("delete from graphile_worker._private_jobs");
  } finally {
    await client.end();
  }
}

await cloneTemplate();
await emptyQueue();

Object.assign(process.env, {
  DATABASE_URL: urlOf("counterfoil", name),
  APP_DATABASE_URL: urlOf("counterfoil_app", name),
  SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
  AUTH_SECRET: "test-secret-of-at-least-thirty-two-characters",
  GATEWAY_URL: "http://127.0.0.1:9",
  BASE_URL: "http://portal.example",
  SMS_SECRET: "secret of the test's provider",
});
