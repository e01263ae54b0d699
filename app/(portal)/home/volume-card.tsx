import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { majorOf, type ChartWriting } from "@/app/(portal)/home/chart-writing";
import { methodColours } from "@/app/(portal)/home/method-colours";
import { listHref } from "@/app/(portal)/home/list-href";
import { Axes } from "@/components/charts/axes";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTable, type TableCell } from "@/components/charts/chart-table";
import { DayBars, type BarDay } from "@/components/charts/day-bars";
import { DayTips, type DayTip } from "@/components/charts/day-tips";
import { ticksUpTo } from "@/components/charts/ticks";
import { volumeStatuses, type Share, type Volume } from "@/lib/features/overview/model";
import type { PaymentMethod } from "@/lib/features/payments/model";

const height = 264;

type VolumeProps = {
  readonly volume: Volume;
  readonly currencies: readonly string[];
  readonly currencyHref: (currency: string) => string;
  readonly writing: ChartWriting;
};

type Where = { readonly from: string; readonly to: string; readonly method?: PaymentMethod };

const hrefOf = ({ whole }: Volume, where: Where) =>
  listHref("payments", { status: volumeStatuses, ...where, currency: whole.amount.currency });

const spanOf = ({ days }: Volume) => ({ from: days[0]?.day ?? "", to: days.at(-1)?.day ?? "" });

function barDays(volume: Volume, speak: (day: string, share: Share) => string): BarDay[] {
  return volume.days.map(({ day, whole, parts }) => ({
    day,
    spoken: speak(day, whole),
    href: hrefOf(volume, { from: day, to: day }),
    parts: Object.fromEntries(
      volume.methods.map((method) => {
        const { amount } = parts[method] ?? { amount: { minor: 0, currency: whole.amount.currency } };
        return [method, { value: majorOf(amount), href: hrefOf(volume, { from: day, to: day, method }) }];
      }),
    ),
  }));
}

type Words = { readonly method: (method: PaymentMethod) => string; readonly total: string };

function tipsOf(volume: Volume, { money, day: writeDay }: ChartWriting, words: Words): DayTip[] {
  return volume.days.map(({ day, whole, parts }) => {
    const shown = volume.methods.filter((method) => parts[method] !== undefined).reverse();
    const lines = shown.map((method) => ({
      label: words.method(method),
      value: money(parts[method]?.amount ?? whole.amount),
      colour: methodColours[method],
    }));
    return {
      title: writeDay(day),
      lines: [...lines, { label: words.total, value: money(whole.amount), colour: null }],
    };
  });
}

async function VolumeTable({ volume, writing }: Pick<VolumeProps, "volume" | "writing">) {
  const t = await getTranslations("charts");
  const methods = await getTranslations("payments.values.method");
  const cell = (share: Share | undefined, where: Where): TableCell =>
    share === undefined || share.count === 0
      ? { text: "–", href: null }
      : { text: writing.money(share.amount), href: hrefOf(volume, where) };
  const rowOf = (parts: Volume["byMethod"], whole: Share, span: Omit<Where, "method">) => [
    ...volume.methods.map((method) => cell(parts[method], { ...span, method })),
    cell(whole, span),
  ];
  return (
    <ChartTable
      caption={t("volume.caption", { currency: volume.whole.amount.currency })}
      heads={[t("day"), ...volume.methods.map((method) => methods(method)), t("total")]}
      rows={[...volume.days].reverse().map(({ day, whole, parts }) => ({
        key: day,
        head: writing.day(day),
        cells: rowOf(parts, whole, { from: day, to: day }),
      }))}
      foot={{
        key: "total",
        head: t("total"),
        cells: rowOf(volume.byMethod, volume.whole, spanOf(volume)),
      }}
    />
  );
}

async function VolumeHead({ volume, currencies, currencyHref, writing }: VolumeProps) {
  const t = await getTranslations("charts");
  const { amount, count } = volume.whole;
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <p className="min-w-44 flex-1">
        <Link
          href={hrefOf(volume, spanOf(volume))}
          prefetch={false}
          className="numbers block text-2xl font-semibold tracking-tight no-underline hover:underline"
        >
          {writing.money(amount)}
        </Link>
        <span className="text-sm text-soft">{t("volume.count", { count })}</span>
      </p>
      {currencies.length > 1 && (
        <nav aria-label={t("currency")} className="no-print flex flex-wrap gap-0.5">
          {currencies.map((currency) => (
            <Link
              key={currency}
              href={currencyHref(currency)}
              prefetch={false}
              scroll={false}
              aria-current={currency === amount.currency ? "true" : undefined}
              className="rounded-md px-2 py-1 text-xs font-medium text-soft no-underline hover:text-ink aria-[current]:bg-accent-tint aria-[current]:text-accent"
            >
              {currency}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}

async function Legend({ volume, writing }: Pick<VolumeProps, "volume" | "writing">) {
  const methods = await getTranslations("payments.values.method");
  return (
    <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5">
      {volume.methods.map((method) => (
        <li key={method}>
          <Link
            href={hrefOf(volume, { ...spanOf(volume), method })}
            prefetch={false}
            className="group flex items-center gap-2 text-sm no-underline"
          >
            <span className="size-2.5 rounded-xs" style={{ background: methodColours[method] }} />
            <span className="text-soft group-hover:underline">{methods(method)}</span>
            <span className="numbers font-medium">
              {writing.money(volume.byMethod[method]?.amount ?? volume.whole.amount)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

async function Drawing({ volume, writing }: Pick<VolumeProps, "volume" | "writing">) {
  const t = await getTranslations("charts");
  const methods = await getTranslations("payments.values.method");
  const ticks = ticksUpTo(Math.max(...volume.days.map(({ whole }) => majorOf(whole.amount))));
  const words = { method: (method: PaymentMethod) => methods(method), total: t("total") };
  const speak = (day: string, { amount, count }: Share) =>
    t("volume.spoken", { day: writing.day(day), amount: writing.money(amount), count });
  return (
    <>
      <Axes
        height={height}
        ticks={ticks.map((value) => ({ value, label: writing.axis(value) }))}
        days={volume.days.map(({ day }) => writing.shortDay(day))}
      >
        <DayTips tips={tipsOf(volume, writing, words)}>
          <DayBars
            label={t("volume.title")}
            days={barDays(volume, speak)}
            keys={volume.methods.map((method) => ({ key: method, colour: methodColours[method] }))}
            height={height}
            ticks={ticks}
          />
        </DayTips>
      </Axes>
      <Legend volume={volume} writing={writing} />
    </>
  );
}

/** Completed money by day, stacked by method, in one currency. */
export async function VolumeCard(props: VolumeProps) {
  const { volume, writing } = props;
  const t = await getTranslations("charts");
  return (
    <ChartCard
      name="volume"
      title={t("volume.title")}
      texts={{ view: t("view"), chart: t("chart"), table: t("table") }}
      head={<VolumeHead {...props} />}
      drawing={<Drawing volume={volume} writing={writing} />}
      table={<VolumeTable volume={volume} writing={writing} />}
      note={t("volume.note")}
    />
  );
}
