import { err, ok, type Result } from "@/lib/kernel/result";

/** For each status, the events it accepts and where each one leads. A status with no events is final. */
export type Flow<S extends string, E extends string> = Readonly<Record<S, Readonly<Partial<Record<E, S>>>>>;

/** The only question one may ask a flow. */
export function advance<S extends string, E extends string>(
  flow: Flow<S, E>,
  from: S,
  event: E,
): Result<S, "not_allowed_now"> {
  const to = flow[from][event];
  return to === undefined ? err("not_allowed_now") : ok(to);
}
