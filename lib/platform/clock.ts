type Clock = () => Date;

/** On `globalThis`, because the web server loads this file once for its start and again for its routes. */
const store = globalThis as typeof globalThis & { counterfoilClockOffsetMs?: number };
let clock: Clock = () => new Date(Date.now() + clockOffsetMs());

/** The one place that asks for the time. */
export const now = (): Date => clock();

/** The system's own time in milliseconds, for durations and for jobs that the database runs by its own clock. */
export const systemMs = (): number => Date.now();

/** How far the sandbox moved the clock. */
const clockOffsetMs = (): number => store.counterfoilClockOffsetMs ?? 0;
export function moveClock(byMs: number) {
  store.counterfoilClockOffsetMs = byMs;
}

/** For tests and the seed: a clock of one's own. Returns a function that puts the system clock back. */
export function setClock(next: Clock): () => void {
  const before = clock;
  clock = next;
  return () => {
    clock = before;
  };
}

/** The instant at which a job must be run by the database's clock so that it is due at `wished` by ours. */
export const systemInstantOf = (wished: Date): Date => new Date(wished.getTime() - clockOffsetMs());
