import type pg from "pg";
import { now, systemInstantOf } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";

export type TimerSpec = {
  readonly name: string;
  /** What `merchants_due` looks for. */
  readonly work: string;
  /** One job of each for every merchant whose work is due. */
  readonly events: readonly string[];
  readonly everyMs: number;
  /** Distance of the first slot from midnight UTC. */
  readonly offsetMs: number;
  /** How long a slot's work lags behind it: at 04:00 the day that began then, not the hour. */
  readonly lagMs?: number;
  /** Where a setting switches its work off: then its slots pass and nobody gets a job. */
  readonly isOn?: () => boolean;
};

/** The last slot that is not later than the given instant. */
export function slotBefore({ everyMs, offsetMs }: TimerSpec, instant: Date): Date {
  const slots = Math.floor((instant.getTime() - offsetMs) / everyMs);
  return new Date(slots * everyMs + offsetMs);
}

type Due = { readonly merchant: string };

/** One job of each kind for each merchant whose work is due at this moment. */
async function handOut(client: pg.PoolClient, { work, events }: TimerSpec, moment: Date): Promise<number> {
  const { rows } = await client.query<Due>("select merchants_due($1, $2) as merchant", [work, moment]);
  const day = moment.toISOString().slice(0, 10);
  for (const { merchant } of rows) {
    for (const event of events) {
      const payload = JSON.stringify({ version: 1, merchantId: merchant, day });
      await client.query("select enqueue_job($1, $2::json, null, $3)", [
        event,
        payload,
        `${event}:${merchant}`,
      ]);
    }
  }
  return rows.length;
}

async function doneSlot(client: pg.PoolClient, name: string): Promise<Date> {
  await client.query(
    "insert into timer (name, done_slot) values ($1, 'epoch') on conflict (name) do nothing",
    [name],
  );
  const { rows } = await client.query<{ done: Date }>(
    "select done_slot as done from timer where name = $1 for update",
    [name],
  );
  return rows[0]?.done ?? new Date(0);
}

async function workOff(client: pg.PoolClient, timer: TimerSpec): Promise<number> {
  const done = await doneSlot(client, timer.name);
  const slot = slotBefore(timer, now());
  const next = systemInstantOf(new Date(slot.getTime() + timer.everyMs));
  await client.query("select enqueue_job($1, '{}', $2, $1)", [`timer:${timer.name}`, next]);
  // The sandbox's clock can be put back: then the last slot lies ahead, and counts no longer.
  const isPutBack = done.getTime() > now().getTime() + timer.everyMs;
  if (slot <= done && !isPutBack) return 0;
  await client.query("update timer set done_slot = $2 where name = $1", [timer.name, slot]);
  if (timer.isOn?.() === false) return 0;
  return handOut(client, timer, new Date(slot.getTime() - (timer.lagMs ?? 0)));
}

/**
 * Works off a timer: if a slot has passed since the last one that was done, every merchant whose work is due gets
 * its jobs, once, however many slots were missed and however many workers ask. Then waits for the next slot.
 */
export async function fireTimer(timer: TimerSpec): Promise<{ readonly merchants: number }> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    const merchants = await workOff(client, timer);
    await client.query("commit");
    return { merchants };
  } catch (problem) {
    await client.query("rollback").catch(() => undefined);
    throw problem;
  } finally {
    client.release();
  }
}
