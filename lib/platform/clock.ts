type Clock = () => Date;

let offsetMs = 0;
let clock: Clock = () => new Date(Date.now() + offsetMs);

/** The one place that asks for the time. */
export const now = (): Date => clock();

/** The system's own time in milliseconds, for durations and for jobs that the database runs by its own clock. */
export const systemMs = (): number => Date.now();

/** How far the sandbox moved the clock. */
export const clockOffsetMs = (): number => offsetMs;
export function moveClock(byMs: number) {
  offsetMs = byMs;
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
export const systemInstantOf = (wished: Date): Date => new Date(wished.getTime() - offsetMs);
