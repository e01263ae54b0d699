import { err, ok, type Result } from "@/lib/kernel/result";

const secondsOf = { d: 86_400, h: 3600, m: 60, s: 1 } as const;
type Unit = keyof typeof secondsOf;
const units = Object.keys(secondsOf) as Unit[];

const mostWaits = 30;
const leastSeconds = 10;
const mostSeconds = 7 * secondsOf.d;

/** Whole units of a duration, the largest first, without those that are zero. */
export function unitsOf(seconds: number): readonly (readonly [count: number, unit: Unit])[] {
  let rest = seconds;
  return units.flatMap((unit) => {
    const count = Math.floor(rest / secondsOf[unit]);
    rest -= count * secondsOf[unit];
    return count === 0 ? [] : [[count, unit] as const];
  });
}

/** As a person types them: `1m, 5m, 1h30m`. */
export const writeWaits = (waits: readonly number[]): string =>
  waits
    .map((wait) =>
      unitsOf(wait)
        .map(([count, unit]) => `${count.toString()}${unit}`)
        .join(""),
    )
    .join(", ");

const shape = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m(?:in)?)?(?:(\d{1,6})s)?$/i;

function readWait(text: string): number | null {
  const found = text === "" ? null : shape.exec(text.replaceAll(/\s/g, ""));
  if (!found) return null;
  return units.reduce((sum, unit, index) => sum + Number(found[index + 1] ?? 0) * secondsOf[unit], 0);
}

export type WaitsRefusal = "no_waits" | "not_a_wait" | "too_many_waits" | "wait_out_of_range";

/** Seconds between attempts, each counted from the one before. */
export function readWaits(text: string): Result<number[], WaitsRefusal> {
  const words = text.split(/[,;]/).map((word) => word.trim());
  if (words.at(-1) === "") words.pop();
  if (words.length === 0) return err("no_waits");
  if (words.length > mostWaits) return err("too_many_waits");
  const waits = words.map(readWait);
  if (!waits.every((wait) => wait !== null)) return err("not_a_wait");
  if (!waits.every((wait) => wait >= leastSeconds && wait <= mostSeconds)) return err("wait_out_of_range");
  return ok(waits);
}

/** Seconds after the first attempt at which each of the others comes. */
export function momentsOf(waits: readonly number[]): number[] {
  let sum = 0;
  return waits.map((wait) => (sum += wait));
}
