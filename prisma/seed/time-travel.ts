import { AsyncLocalStorage } from "node:async_hooks";
import { now, setClock, systemMs } from "@/lib/platform/clock";

type Trip = { readonly from: Date; readonly startedMs: number };

const trips = new AsyncLocalStorage<Trip>();
const system = now;

/** Lets many lives run at once, each in its own time. */
export function allowTimeTravel(): void {
  setClock(() => {
    const trip = trips.getStore();
    return trip === undefined
      ? new Date(systemMs())
      : new Date(trip.from.getTime() + systemMs() - trip.startedMs);
  });
}

/** Runs `life` as if it began at `instant`; its clock ticks on from there. */
export const at = <T>(instant: Date, life: () => Promise<T>): Promise<T> =>
  trips.run({ from: instant, startedMs: systemMs() }, life);

export const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

export const present = (): Date => trips.exit(system);
