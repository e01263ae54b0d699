import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";
import { Problem } from "@/scripts/start/problem";
import { stopsBetween, untilWorkedOff, waitsFor } from "./nights";
import { ask, withOwner, type Session } from "./session";

export type ClockWish = { readonly forward?: number; readonly to?: Date; readonly reset?: true };

const Health = z.object({ now: z.coerce.date() });
const toleratedMs = 5_000;
const followsWithinMs = 10_000;
const earliest = Date.UTC(2000, 0);
const latest = Date.UTC(2100, 0);

async function portalNow({ running }: Session): Promise<Date> {
  const read = Health.safeParse((await ask(`${running.baseUrl}/api/health`)).body);
  if (!read.success) throw new Problem("The portal does not say what time it is.");
  return read.data.now;
}

async function readOffset(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ offset: string }>(
    "select offset_ms as offset from clock_offset where id = 1",
  );
  return Number(rows[0]?.offset ?? 0);
}

function wishedOffset(wish: ClockWish, current: number): number | null {
  if (wish.reset) return 0;
  if (wish.forward !== undefined) return current + wish.forward;
  return wish.to === undefined ? null : wish.to.getTime() - Date.now();
}

function checkReach(offset: number): void {
  const wished = Date.now() + offset;
  if (!(wished >= earliest && wished < latest))
    throw new Problem("The clock can be moved to the years 2000 to 2099 only.");
}

/** Waiting jobs are kept on the database's clock, so they move by as much, the other way. */
async function move(client: pg.Client, from: number, to: number): Promise<void> {
  await client.query("begin");
  await client.query(
    "insert into clock_offset (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = $1",
    [to],
  );
  await client.query(
    "update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 millisecond' where run_at > now() and locked_at is null",
    [to - from],
  );
  await client.query("select pg_notify('clock_moved', '')");
  await client.query("commit");
}

async function untilFollowed(session: Session, offset: number): Promise<Date> {
  const deadline = Date.now() + followsWithinMs;
  for (;;) {
    const shown = await portalNow(session);
    if (Math.abs(shown.getTime() - Date.now() - offset) < toleratedMs) return shown;
    if (Date.now() > deadline)
      throw new Problem("The portal did not follow the clock: is COUNTERFOIL_SANDBOX set to 0?");
    await sleep(50);
  }
}

const instantAt = (offset: number) => new Date(Date.now() + offset);

/** Stops in each night that has something to renew until that is done: a reservation that is forgotten runs out. */
async function throughNights(session: Session, client: pg.Client, from: number, to: number): Promise<number> {
  let offset = from;
  for (const stop of stopsBetween(instantAt(from), instantAt(to))) {
    if (!(await waitsFor(client, stop))) continue;
    const there = stop.at.getTime() - Date.now();
    if (there >= to) break;
    await move(client, offset, there);
    offset = there;
    await untilFollowed(session, offset);
    await untilWorkedOff(client, stop);
  }
  return offset;
}

/** Shows the portal's clock, or moves it and comes back when the portal has followed. */
export async function clock(session: Session, wish: ClockWish): Promise<{ now: string; offsetMs: number }> {
  const offsetMs = await withOwner(session, async (client) => {
    const current = await readOffset(client);
    const wished = wishedOffset(wish, current);
    if (wished === null) return current;
    checkReach(wished);
    await move(client, await throughNights(session, client, current, wished), wished);
    return wished;
  });
  return { now: (await untilFollowed(session, offsetMs)).toISOString(), offsetMs };
}
