import type { Random } from "@/sandbox/people/random";

export const dayMs = 86_400_000;
const hourMs = 3_600_000;
const quietMs = 10 * 60_000;

/** How busy each hour of the day is, in UTC. */
const hours: readonly (readonly [number, number])[] = [
  1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 12, 12, 11, 11, 11, 12, 13, 15, 16, 14, 10, 5, 2,
].map((weight, hour) => [hour, weight] as const);

/** More recent days are busier: the shop grows to about twice its size. */
const dayFor = (random: Random, days: number) => Math.floor(days * random.next() ** 0.7);

/** `count` instants over the last `days` days before `end`, in order. */
export function instantsBefore(
  end: Date,
  { count, days }: { count: number; days: number },
  random: Random,
): Date[] {
  const [firstHour = [0, 1] as const, ...otherHours] = hours;
  const first = end.getTime() - days * dayMs;
  const midnight = first - (first % dayMs);
  const instants = Array.from({ length: count }, () => {
    const hour = random.weighted([firstHour, ...otherHours]);
    const instant =
      midnight + dayFor(random, days + 1) * dayMs + hour * hourMs + random.between(0, hourMs - 1);
    return instant < end.getTime() - quietMs
      ? instant
      : end.getTime() - quietMs - random.between(0, 20 * hourMs);
  });
  return instants.sort((a, b) => a - b).map((instant) => new Date(instant));
}
