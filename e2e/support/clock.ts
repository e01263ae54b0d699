import { clock } from "@/scripts/sandbox/clock";
import { openSession } from "@/scripts/sandbox/session";

/** Moves the clock of portal, worker and queue, and comes back when they have followed. Only for tests that run alone. */
export async function moveClock(forwardMs: number): Promise<void> {
  await clock(await openSession({}), { forward: forwardMs });
}

export async function resetClock(): Promise<void> {
  await clock(await openSession({}), { reset: true });
}
