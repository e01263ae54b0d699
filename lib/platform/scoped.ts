import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";
import { pool } from "@/lib/platform/db";

type ScopedOptions = {
  readonly timeoutMs?: number;
  /** One unchanging view over several statements. */
  readonly snapshot?: boolean;
};

function opening(scope: MerchantScope, { timeoutMs, snapshot }: ScopedOptions): string {
  const isolation = snapshot === true ? " isolation level repeatable read" : "";
  const limit =
    timeoutMs === undefined ? "" : `, set_config('statement_timeout', '${timeoutMs.toString()}', true)`;
  return `begin${isolation} read only; select set_config('app.merchant_id', '${scope}', true)${limit}`;
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
