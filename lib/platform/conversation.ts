import type pg from "pg";
import type { Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { pool } from "@/lib/platform/db";
import { digestOf } from "@/lib/platform/secrets";

type Prepared = WeakMap<pg.PoolClient, Set<string>>;

/** On `globalThis` like the connections: a build holds this file more than once, for pages and for addresses. */
const store = globalThis as typeof globalThis & { counterfoilPrepared?: Prepared };

/** The statements that a connection has prepared, bounded so that one that lives long does not fill up. */
function preparedOn(client: pg.PoolClient): Set<string> {
  const known = (store.counterfoilPrepared ??= new WeakMap());
  const prepared = known.get(client) ?? new Set();
  known.set(client, prepared);
  return prepared;
}
const mostPrepared = 200;

type Plain = string | number | bigint | boolean | null;
type Value = Plain | Date | readonly Plain[] | undefined;

const arrayItem = (value: Plain) =>
  value === null ? "NULL" : `"${String(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** As `pg.escapeLiteral` does, which goes through a text sign by sign. */
function quoted(text: string): string {
  const plain = text.replaceAll("'", "''");
  return plain.includes("\\") ? ` E'${plain.replaceAll("\\", "\\\\")}'` : `'${plain}'`;
}

/** A value as it may stand in a statement, quoted by PostgreSQL's own rules. */
export function literalOf(value: Value): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return quoted(`{${(value as Plain[]).map(arrayItem).join(",")}}`);
  return quoted(String(value));
}

const names = new Map<string, string>();

/** Texts are written in the code, so there are not many. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `c_${digestOf(text).slice(0, 24)}`;
  if (names.size < mostPrepared) names.set(text, name);
  return name;
}

/**
 * A transaction within one merchant on a plain connection that speaks seldom: what needs no answer travels with the
 * next question, opening and commit included, in one round trip. Statements are prepared once for each connection.
 */
export class Conversation {
  private readonly client: pg.PoolClient;
  private readonly prepared: Set<string>;
  private readonly unsaid: string[];
  private readonly fresh: string[] = [];

  constructor(client: pg.PoolClient, opening: readonly string[]) {
    this.client = client;
    this.prepared = preparedOn(client);
    this.unsaid = [...opening];
  }

  /** Whether what was said last may have prepared something that nobody knows of. */
  get isUncertain(): boolean {
    return this.fresh.length > 0;
  }

  /** Said with the next question, or with the commit. */
  tell({ text, values }: Sql): void {
    const name = nameOf(text);
    if (!this.prepared.has(name) && !this.fresh.includes(name)) {
      this.unsaid.push(`prepare ${name} as ${text}`);
      this.fresh.push(name);
    }
    const list = values.length === 0 ? "" : ` (${(values as Value[]).map(literalOf).join(", ")})`;
    this.unsaid.push(`execute ${name}${list}`);
  }

  async ask<Row>(question: Sql): Promise<Row[]> {
    if (!this.prepared.has(nameOf(question.text)) && this.prepared.size >= mostPrepared) {
      await this.say();
      const { text, values } = question;
      return (await this.client.query(text, values)).rows as Row[];
    }
    this.tell(question);
    return ((await this.say()).at(-1)?.rows ?? []) as Row[];
  }

  /** The last question: its rows come with the commit. */
  async askLast<Row>(question: Sql): Promise<Row[]> {
    if (!this.prepared.has(nameOf(question.text)) && this.prepared.size >= mostPrepared) {
      const rows = await this.ask<Row>(question);
      await this.commit();
      return rows;
    }
    this.tell(question);
    this.unsaid.push("commit");
    return ((await this.say()).at(-2)?.rows ?? []) as Row[];
  }

  async commit(): Promise<void> {
    this.unsaid.push("commit");
    await this.say();
  }

  private async say(): Promise<pg.QueryResult[]> {
    if (this.unsaid.length === 0) return [];
    const answered = (await this.client.query(this.unsaid.splice(0).join("; "))) as
      pg.QueryResult | pg.QueryResult[];
    for (const name of this.fresh.splice(0)) this.prepared.add(name);
    return [answered].flat();
  }
}

type Options = {
  readonly readOnly?: boolean;
  readonly lockTimeoutMs?: number;
  /** Plan once for all values: for statements whose plan no value would change. */
  readonly planOnce?: boolean;
};

/** A scope is a UUID by its type, so it may stand in the text. */
function openingOf(scope: MerchantScope, { readOnly, lockTimeoutMs, planOnce }: Options): string[] {
  const set = (name: string, value: string) => `set_config('${name}', '${value}', true)`;
  const settings = [
    set("app.merchant_id", scope),
    ...(lockTimeoutMs === undefined ? [] : [set("lock_timeout", lockTimeoutMs.toString())]),
    ...(planOnce === true ? [set("plan_cache_mode", "force_generic_plan")] : []),
  ];
  return [readOnly === true ? "begin read only" : "begin", `select ${settings.join(", ")}`];
}

/** Runs the body on a connection of its own. It commits itself; where it throws, everything is rolled back. */
export async function converse<T>(
  scope: MerchantScope,
  body: (conversation: Conversation) => Promise<T>,
  options: Options = {},
): Promise<T> {
  const client = await pool().connect();
  const conversation = new Conversation(client, openingOf(scope, options));
  try {
    const result = await body(conversation);
    client.release();
    return result;
  } catch (problem) {
    await client.query("rollback").then(
      () => {
        client.release(conversation.isUncertain);
      },
      () => {
        client.release(true);
      },
    );
    throw problem;
  }
}

/** One question within a merchant, in one round trip. */
export const askOnce = <Row>(
  scope: MerchantScope,
  question: Sql,
  options: Pick<Options, "planOnce"> = {},
): Promise<Row[]> =>
  converse(scope, (conversation) => conversation.askLast<Row>(question), { readOnly: true, ...options });
