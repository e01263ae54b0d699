import { sumOf, type Money } from "@/lib/kernel/money";
import { localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import { paymentMethods, type PaymentMethod, type PaymentStatus } from "@/lib/features/payments/model";

/** How many local days the charts look back, today included. */
export const dayRanges = [7, 30, 90] as const;
export type DayRange = (typeof dayRanges)[number];

export const dayRangeOf = (text: unknown): DayRange =>
  dayRanges.find((days) => days.toString() === text) ?? 30;

/** So many local days, oldest first, the day of `now` last. */
export function lastDays(range: DayRange, now: Date, timezone: string): readonly string[] {
  const today = localDayOf(now, timezone);
  return Array.from({ length: range }, (_, place) => plusDays(today, place + 1 - range));
}

/** What counts as a success and what as a failure. Open, retried, cancelled and expired payments are neither. */
export const succeededStatuses = ["completed", "authorised"] as const satisfies readonly PaymentStatus[];
export const failedStatuses = ["rejected", "failed"] as const satisfies readonly PaymentStatus[];
export const volumeStatuses = ["completed"] as const satisfies readonly PaymentStatus[];
export const decidedStatuses = [...succeededStatuses, ...failedStatuses] as const;
type DecidedStatus = (typeof decidedStatuses)[number];

/** Payments of one local day, method, currency and status together. `place` counts the days from zero. */
export type OverviewLine = {
  readonly place: number;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly status: DecidedStatus;
  readonly count: number;
  readonly minor: number;
};

export type Share = { readonly amount: Money; readonly count: number };
type Parts<T> = Readonly<Partial<Record<PaymentMethod, T>>>;

export type Volume = {
  readonly whole: Share;
  readonly methods: readonly PaymentMethod[];
  readonly byMethod: Parts<Share>;
  readonly days: readonly { readonly day: string; readonly whole: Share; readonly parts: Parts<Share> }[];
};

export type Tally = { readonly succeeded: number; readonly failed: number };

export type Success = {
  readonly whole: Tally;
  readonly methods: readonly {
    readonly method: PaymentMethod;
    readonly whole: Tally;
    readonly days: readonly Tally[];
  }[];
};

const includes = (statuses: readonly string[], status: string) => statuses.includes(status);
const countOf = (lines: readonly OverviewLine[]) => lines.reduce((sum, { count }) => sum + count, 0);
const methodsOf = (lines: readonly OverviewLine[]) =>
  paymentMethods.filter((method) => lines.some((line) => line.method === method));

/** Currencies with completed payments, the one with the most payments first. */
export function currenciesByUse(lines: readonly OverviewLine[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { currency, count, status } of lines)
    if (includes(volumeStatuses, status)) counts.set(currency, (counts.get(currency) ?? 0) + count);
  return [...counts.entries()]
    .sort(([one, first], [other, second]) => second - first || one.localeCompare(other))
    .map(([currency]) => currency);
}

const shareOf = (currency: string, lines: readonly OverviewLine[]): Share => ({
  amount: sumOf(currency, lines),
  count: countOf(lines),
});

function partsOf(currency: string, lines: readonly OverviewLine[]): Parts<Share> {
  const parts = methodsOf(lines).map((method) => {
    const own = lines.filter((line) => line.method === method);
    return [method, shareOf(currency, own)] as const;
  });
  return Object.fromEntries(parts);
}

const byPlace = (lines: readonly OverviewLine[], days: readonly string[]): OverviewLine[][] => {
  const places: OverviewLine[][] = days.map(() => []);
  for (const line of lines) places[line.place]?.push(line);
  return places;
};

/** The money of one currency, by day and method. */
export function volumeOf(lines: readonly OverviewLine[], days: readonly string[], currency: string): Volume {
  const taken = lines.filter((line) => line.currency === currency && includes(volumeStatuses, line.status));
  const places = byPlace(taken, days);
  return {
    whole: shareOf(currency, taken),
    methods: methodsOf(taken),
    byMethod: partsOf(currency, taken),
    days: days.map((day, place) => {
      const own = places[place] ?? [];
      return { day, whole: shareOf(currency, own), parts: partsOf(currency, own) };
    }),
  };
}

const tallyOf = (lines: readonly OverviewLine[]): Tally => ({
  succeeded: countOf(lines.filter(({ status }) => includes(succeededStatuses, status))),
  failed: countOf(lines.filter(({ status }) => includes(failedStatuses, status))),
});

/** How many payments of each method succeeded and failed, by day, whatever their currency: these are numbers, not money. */
export function successOf(lines: readonly OverviewLine[], days: readonly string[]): Success {
  const methods = methodsOf(lines).map((method) => {
    const own = lines.filter((line) => line.method === method);
    return { method, whole: tallyOf(own), days: byPlace(own, days).map(tallyOf) };
  });
  return { whole: tallyOf(lines), methods };
}

/** Between 0 and 1; null where nothing was decided. */
export function rateOf({ succeeded, failed }: Tally): number | null {
  const decided = succeeded + failed;
  return decided === 0 ? null : succeeded / decided;
}
