import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";
import { pool } from "@/lib/platform/db";

type ScopedOptions = {
  readonly timeoutMs?: number;
  /** One unchanging view over several statements. */
  readonly snapshot?: boolean;
  /** Plan prepared statements once for all values: for those whose plan no value would change. */
  readonly planOnce?: boolean;
};

const set = (name: string, value: string) => `set_config('${name}', '${value}', true)`;

function opening(scope: MerchantScope, { timeoutMs, snapshot, planOnce }: ScopedOptions): string {
  const isolation = snapshot === true ? " isolation level repeatable read" : "";
  const settings = [
    set("app.merchant_id", scope),
    ...(timeoutMs === undefined ? [] : [set("statement_timeout", timeoutMs.toString())]),
    ...(planOnce === true ? [set("plan_cache_mode", "force_generic_plan")] : []),
  ];
  return `begin${isolation} read only; select ${settings.join(", ")}`;
}

/**
 * A read-only transaction on a plain connection, bound to one merchant. Opens in one round trip (a
 * scope is a UUID by its type, so it may stand in the text) and ends after the rows are handed on.
 */
export async function withinScope<T>(
  scope: MerchantScope,
  body: (client: pg.PoolClient) => Promise<T>,
  options: ScopedOptions = {},
): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query(opening(scope, options));
    const result = await body(client);
    client.query("commit").then(
      () => {
        client.release();
      },
      (problem: unknown) => {
        client.release(problem instanceof Error ? problem : true);
      },
    );
    return result;
  } catch (problem) {
    await client.query("rollback").then(
      () => {
        client.release();
      },
      () => {
        client.release(true);
      },
    );
    throw problem;
  }
}
