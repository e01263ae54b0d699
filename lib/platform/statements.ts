import type pg from "pg";
import type { Sql } from "sql-template-tag";
import type { Ask } from "@/lib/platform/listing-source";
import { digestOf } from "@/lib/platform/secrets";

const statementNames = new Map<string, string>();

/** Prepared once per connection; a bounded number, so that a long-lived connection does not fill up. */
export function prepared(statement: Sql): pg.QueryConfig {
  const text = statement.text;
  const known = statementNames.get(text);
  if (known !== undefined) return { name: known, text, values: statement.values };
  if (statementNames.size >= 300) return { text, values: statement.values };
  const name = digestOf(text).slice(0, 24);
  statementNames.set(text, name);
  return { name, text, values: statement.values };
}

/** Asks over the connection of a transaction that is bound to its merchant. */
export const askOn =
  (client: pg.PoolClient): Ask =>
  async <Answer extends pg.QueryResultRow>(question: Sql) =>
    (await client.query<Answer>(prepared(question))).rows;
