import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

const seed = 0.2611;
const statement = (name: string) => readFile(join(import.meta.dirname, `${name}.sql`), "utf8");

/** Names what `fill` makes: other rows for the same count have another name. */
export async function nameOfFill(rows: number): Promise<string> {
  const hash = createHash("sha256").update(await statement("merchants"));
  hash.update(await statement("payments"));
  return `bench_${rows}_${hash.digest("hex").slice(0, 8)}`;
}

type Asking = Pick<pg.ClientBase, "query">;
type Index = { readonly name: string; readonly definition: string };

/** Indexes that stand for no constraint are built after the rows: much faster than row by row. */
async function plainIndexes(client: Asking, table: string): Promise<Index[]> {
  const { rows } = await client.query<Index>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
    where i.indrelid = '${table}'::regclass and c.oid is null`);
  return rows;
}

/** Fills a table that has none of its plain indexes meanwhile. */
export async function withoutIndexes(
  client: Asking,
  table: "payment" | "exchange" | "bounce",
  insert: () => Promise<unknown>,
): Promise<void> {
  const indexes = await plainIndexes(client, table);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await insert();
  for (const { definition } of indexes) await client.query(definition);
}

async function insertAll(client: pg.Client, rows: number): Promise<void> {
  await client.query("set local session_replication_role = replica");
  await client.query("set local max_parallel_workers_per_gather = 0");
  await client.query("set local maintenance_work_mem = '512MB'");
  await client.query("set local work_mem = '512MB'");
  await client.query(await statement("merchants"));
  const payments = await statement("payments");
  await withoutIndexes(client, "payment", async () => {
    await client.query("select setseed($1)", [seed]);
    await client.query(payments, [rows]);
  });
}

async function isFilled(client: pg.Client): Promise<boolean> {
  return (await client.query("select 1 from payment limit 1")).rowCount === 1;
}

/** Fills an empty database with the large merchant's payments and the small merchants' beside them, all or nothing. */
export async function fill(ownerUrl: string, rows: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    if (await isFilled(client)) return;
    say(`Making ${rows.toLocaleString("en")} payments (about a minute for a million)`);
    await client.query("begin");
    await insertAll(client, rows);
    await client.query("commit");
    await client.query("vacuum (analyze) payment, website, merchant");
  } finally {
    await client.end();
  }
}
