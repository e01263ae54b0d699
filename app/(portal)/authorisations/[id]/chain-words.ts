import type { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { localDayOf, plusDays } from "@/lib/kernel/zoned-day";
import { regions } from "@/lib/listing/cells";
import type { ChainDetail } from "@/lib/features/authorisations/queries/get-chain";

export type ChainTranslator = Awaited<ReturnType<typeof getTranslations<"authorisation">>>;

export type ChainProps = { readonly detail: ChainDetail; readonly writing: Writing };

export const moneyIn =
  ({ detail: { currency }, writing }: ChainProps) =>
  (minor: number): string =>
    writing.money({ minor, currency });

/** "tomorrow, 04:00 CET"; with its date where it is neither today nor tomorrow. */
export function sayWhen({ locale, now, moment }: Writing, timezone: string, at: Date): string {
  const [today, day] = [localDayOf(now, timezone), localDayOf(at, timezone)];
  const ahead = [today, plusDays(today, 1)].indexOf(day);
  if (ahead === -1) return moment(at);
  const word = new Intl.RelativeTimeFormat(regions[locale], { numeric: "auto" }).format(ahead, "day");
  const time = new Intl.DateTimeFormat(regions[locale], {
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezone, timeZoneName: "short" },
  });
  return `${word}, ${time.format(at)}`;
}
