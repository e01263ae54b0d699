import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { chartWriting } from "@/app/(portal)/home/chart-writing";
import { SuccessCard } from "@/app/(portal)/home/success-card";
import { VolumeCard } from "@/app/(portal)/home/volume-card";
import {
  currenciesByUse,
  dayRanges,
  successOf,
  volumeOf,
  type DayRange,
} from "@/lib/features/overview/model";
import { getOverview } from "@/lib/features/overview/queries";
import type { MerchantScope } from "@/lib/kernel/access";

export type Asked = { readonly range: DayRange; readonly currency: string | null };

function homeHref({ range, currency }: Asked): string {
  const address = new URLSearchParams({ days: range.toString(), ...(currency !== null && { currency }) });
  return `/home?${address.toString()}`;
}

export async function RangeSwitch({ asked }: { asked: Asked }) {
  const t = await getTranslations("charts");
  return (
    <nav
      aria-label={t("range")}
      className="no-print inline-flex rounded-md border border-line bg-paper p-0.5"
    >
      {dayRanges.map((range) => (
        <Link
          key={range}
          href={homeHref({ ...asked, range })}
          prefetch={false}
          scroll={false}
          aria-current={range === asked.range ? "true" : undefined}
          className="rounded-sm px-2.5 py-1 text-xs font-medium text-soft no-underline hover:text-ink aria-[current]:bg-accent-tint aria-[current]:text-accent"
        >
          {t("lastDays", { count: range })}
        </Link>
      ))}
    </nav>
  );
}

export const ChartsPending = () => (
  <div aria-hidden="true" className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
    <div className="panel skeleton h-112" />
    <div className="panel skeleton h-112" />
  </div>
);

type ChartsProps = {
  readonly scope: MerchantScope;
  readonly timezone: string;
  readonly now: Date;
  readonly asked: Asked;
};

export async function ChartsPart({ scope, timezone, now, asked }: ChartsProps) {
  const t = await getTranslations("charts");
  const { days, lines } = await getOverview(scope, { range: asked.range, timezone, now });
  if (lines.length === 0)
    return <p className="panel px-4 py-10 text-center text-soft">{t("empty", { count: asked.range })}</p>;
  const writing = await chartWriting();
  const currencies = currenciesByUse(lines);
  const currency = currencies.find((code) => code === asked.currency) ?? currencies[0];
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {currency === undefined ? (
        <p className="panel px-4 py-10 text-center text-soft">{t("volume.empty")}</p>
      ) : (
        <VolumeCard
          volume={volumeOf(lines, days, currency)}
          currencies={currencies}
          currencyHref={(code) => homeHref({ ...asked, currency: code })}
          writing={writing}
        />
      )}
      <SuccessCard success={successOf(lines, days)} days={days} writing={writing} />
    </div>
  );
}
