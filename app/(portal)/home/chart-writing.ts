import { getLocale } from "next-intl/server";
import { decimalsOf, type Money } from "@/lib/kernel/money";
import { cellFormat, moneyText, regions } from "@/lib/listing/cells";

/** How charts write figures and days, for one reader. */
export type ChartWriting = {
  readonly money: (money: Money) => string;
  readonly count: (count: number) => string;
  /** Cut, never rounded up: 100 % is said only when nothing failed. */
  readonly rate: (rate: number) => string;
  /** "1 Nov" below a bar. */
  readonly shortDay: (day: string) => string;
  readonly day: (day: string) => string;
  /** "1.2K" beside a line, in major units. */
  readonly axis: (major: number) => string;
};

export async function chartWriting(): Promise<ChartWriting> {
  const locale = await getLocale();
  const region = regions[locale];
  const format = cellFormat(locale, "UTC");
  const short = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", timeZone: "UTC" });
  const rate = new Intl.NumberFormat(region, {
    style: "percent",
    maximumFractionDigits: 1,
    roundingMode: "floor",
  });
  const axis = new Intl.NumberFormat(region, { notation: "compact", maximumFractionDigits: 1 });
  return {
    money: (money) => moneyText(format, money),
    count: format.count,
    rate: (share) => rate.format(share),
    shortDay: (day) => short.format(new Date(`${day}T12:00:00Z`)),
    day: format.day,
    axis: (major) => axis.format(major),
  };
}

/** For drawing only: a bar's height, not a figure anybody reads. */
export const majorOf = ({ minor, currency }: Money): number => minor / 10 ** decimalsOf(currency);
