import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { hopeRunAfter, nextNightStart } from "@/lib/kernel/nights";
import { Problem } from "@/scripts/start/problem";

/** An hour at which authorisations are renewed, and what is renewed then. */
export type Stop = { readonly at: Date; readonly due: string };

const minuteMs = 60_000;
const withinMs = 120_000;
const betweenMs = 100;
const inTheNight =
  "(c.state = 'active' and c.next_renewal_at <= $1 or c.state = 'split_pending' and c.split_at <= $1)";
const byHope = "c.state = 'hope_pending' and c.hope_run_at <= $1";

/** The nights between two instants, and the hope run after each (CT-14, CT-19). */
export function* stopsBetween(from: Date, until: Date): Generator<Stop> {
  for (
    let night = nextNightStart(from);
    night < until;
    night = nextNightStart(new Date(night.getTime() + minuteMs))
  ) {
    const hope = hopeRunAfter(new Date(night.getTime() - 6 * 60 * minuteMs));
    yield { at: new Date(night.getTime() + minuteMs), due: inTheNight };
    yield { at: new Date(hope.getTime() + minuteMs), due: byHope };
  }
}

async function isThere(client: pg.Client, condition: string, values: readonly Date[]): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from authorisation_chain c where ${condition}) as found`,
    [...values],
  );
  return rows[0]?.found === true;
}

/** Whether something waits for this hour. */
export const waitsFor = (client: pg.Client, { at, due }: Stop): Promise<boolean> =>
  isThere(client, `c.phase is null and (c.held_until is null or c.held_until <= $1) and ${due}`, [at]);

/** Where the acquirer is silent nobody waits for it. */
const isAsked = (client: pg.Client): Promise<boolean> =>
  isThere(client, "c.phase is not null and c.inquiries = 0", []);

/** Comes back when the run of the hour has nothing left to do. */
export async function untilWorkedOff(client: pg.Client, stop: Stop): Promise<void> {
  const began = performance.now();
  while ((await waitsFor(client, stop)) || (await isAsked(client))) {
    if (performance.now() - began > withinMs)
      throw new Problem(`The run of ${stop.at.toISOString()} did not end within ${withinMs / 1000} seconds.`);
    await sleep(betweenMs);
  }
}
