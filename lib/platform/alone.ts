import { pool } from "@/lib/platform/db";

const lockSpace = 20_262;

/**
 * Runs while nobody else does anything under this name; null when somebody does. The lock lives as long as its
 * connection, so a killed process holds nothing; `isHeld` says whether the connection is still there.
 */
export async function alone<T>(name: string, run: (isHeld: () => boolean) => Promise<T>): Promise<T | null> {
  const client = await pool().connect();
  let isHeld = false;
  const lose = () => {
    isHeld = false;
  };
  client.on("error", lose);
  client.on("end", lose);
  try {
    const { rows } = await client.query<{ free: boolean }>(
      "select pg_try_advisory_lock($1, hashtext($2)) as free",
      [lockSpace, name],
    );
    if (rows[0]?.free !== true) return null;
    isHeld = true;
    return await run(() => isHeld);
  } finally {
    if (isHeld) await client.query("select pg_advisory_unlock($1, hashtext($2))", [lockSpace, name]);
    client.off("error", lose);
    client.off("end", lose);
    client.release();
  }
}
