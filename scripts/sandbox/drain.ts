import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { Problem } from "@/scripts/start/problem";
import { withOwner, type Session } from "./session";

const betweenMs = 60;

async function openJobs(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ open: string }>(
    "select count(*) as open from graphile_worker.jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)",
  );
  return Number(rows[0]?.open ?? 0);
}

/** Waits until no job is due and none is running. Jobs of the future stay where they are. */
export const drain = (session: Session, timeoutMs: number): Promise<{ drained: true; tookMs: number }> =>
  withOwner(session, async (client) => {
    const began = performance.now();
    for (;;) {
      const open = await openJobs(client);
      const tookMs = Math.round(performance.now() - began);
      if (open === 0) return { drained: true, tookMs };
      if (tookMs > timeoutMs)
        throw new Problem(`${open} jobs were still due after ${timeoutMs / 1000} seconds.`);
      await sleep(betweenMs);
    }
  });
