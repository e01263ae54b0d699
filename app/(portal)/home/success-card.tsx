import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ChartWriting } from "@/app/(portal)/home/chart-writing";
import { listHref } from "@/app/(portal)/home/list-href";
import { Axes } from "@/components/charts/axes";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTable, type TableCell } from "@/components/charts/chart-table";
import { DayBars, type BarDay } from "@/components/charts/day-bars";
import { DayTips, type DayTip } from "@/components/charts/day-tips";
import {
  decidedStatuses,
  failedStatuses,
  rateOf,
  succeededStatuses,
  type Success,
  type Tally,
} from "@/lib/features/overview/model";
import type { PaymentMethod } from "@/lib/features/payments/model";

const stripHeight = 32;
const nothing: Tally = { succeeded: 0, failed: 0 };
const keys = [
  { key: "succeeded", colour: "var(--chart-good)" },
  { key: "failed", colour: "var(--chart-bad)" },
] as const;

type SuccessProps = {
  readonly success: Success;
  readonly days: readonly string[];
  readonly writing: ChartWriting;
};

type Where = { readonly from: string; readonly to: string; readonly method?: PaymentMethod };
const hrefOf = (status: readonly string[], where: Where) => listHref("payments", { status, ...where });
const spanOf = (days: readonly string[]) => ({ from: days[0] ?? "", to: days.at(-1) ?? "" });

type Say = (tally: Tally) => string;

/** "92 %", or a dash where nothing was decided. */
const saying =
  ({ rate }: ChartWriting): Say =>
  (tally) => {
    const share = rateOf(tally);
    return share === null ? "–" : rate(share);
  };

type Strip = Success["methods"][number] & { readonly word: string };

function barDays(
  { method, days: tallies }: Strip,
  days: readonly string[],
  speak: (day: string, tally: Tally) => string,
) {
  return days.map((day, place): BarDay => {
    const tally = tallies[place] ?? nothing;
    const where = { from: day, to: day, method };
    return {
      day,
      spoken: speak(day, tally),
      href: hrefOf(decidedStatuses, where),
      parts: {
        succeeded: { value: tally.succeeded, href: hrefOf(succeededStatuses, where) },
        failed: { value: tally.failed, href: hrefOf(failedStatuses, where) },
      },
    };
  });
}

type StripProps = Omit<SuccessProps, "success"> & { readonly strip: Strip };

async function StripDrawing({ strip, days, writing }: StripProps) {
  const t = await getTranslations("charts");
  const say = saying(writing);
  const tips = days.map((day, place): DayTip => {
    const tally = strip.days[place] ?? nothing;
    return {
      title: `${writing.day(day)}: ${say(tally)}`,
      lines: [
        { label: t("success.succeeded"), value: writing.count(tally.succeeded), colour: keys[0].colour },
        { label: t("success.failed"), value: writing.count(tally.failed), colour: keys[1].colour },
      ],
    };
  });
  const speak = (day: string, tally: Tally) =>
    t("success.spoken", { day: writing.day(day), rate: say(tally), ...tally });
  return (
    <Axes height={stripHeight} ticks={[]} days={[]}>
      <DayTips tips={tips}>
        <DayBars
          label={`${t("success.title")}: ${strip.word}`}
          days={barDays(strip, days, speak)}
          keys={keys}
          height={stripHeight}
          ticks={[0, 0.5, 1]}
          isShare
        />
      </DayTips>
    </Axes>
  );
}

/** One row for each method: its name, its days, its rate. Name and rate stand above on a phone. */
async function Drawing({ success, days, writing }: SuccessProps) {
  const methods = await getTranslations("payments.values.method");
  const say = saying(writing);
  return (
    <>
      <ul className="flex flex-col gap-3">
        {success.methods.map((of) => (
          <li key={of.method} className="flex items-center gap-x-3 gap-y-1 max-sm:flex-wrap">
            <Link
              href={hrefOf(decidedStatuses, { ...spanOf(days), method: of.method })}
              prefetch={false}
              className="text-sm font-medium no-underline hover:underline max-sm:flex-1 sm:w-20"
            >
              {methods(of.method)}
            </Link>
            <span className="numbers text-right text-sm font-semibold sm:order-last sm:w-13">
              {say(of.whole)}
            </span>
            <div className="min-w-0 max-sm:basis-full sm:flex-1">
              <StripDrawing strip={{ ...of, word: methods(of.method) }} days={days} writing={writing} />
            </div>
          </li>
        ))}
      </ul>
      <div className="sm:mr-16 sm:ml-23">
        <Axes height={0} ticks={[]} days={days.map(writing.shortDay)}>
          {null}
        </Axes>
      </div>
    </>
  );
}

async function SuccessTable({ success, days, writing }: SuccessProps) {
  const t = await getTranslations("charts");
  const methods = await getTranslations("payments.values.method");
  const say = saying(writing);
  const cell = (tally: Tally, where: Where): TableCell => {
    const decided = tally.succeeded + tally.failed;
    if (decided === 0) return { text: say(tally), href: null };
    const text = t("success.cell", { rate: say(tally), succeeded: tally.succeeded, decided });
    return { text, href: hrefOf(decidedStatuses, where) };
  };
  return (
    <ChartTable
      caption={t("success.caption")}
      heads={[t("day"), ...success.methods.map(({ method }) => methods(method))]}
      rows={days
        .map((day, place) => ({
          key: day,
          head: writing.day(day),
          cells: success.methods.map((of) =>
            cell(of.days[place] ?? nothing, { from: day, to: day, method: of.method }),
          ),
        }))
        .reverse()}
      foot={{
        key: "total",
        head: t("total"),
        cells: success.methods.map((of) => cell(of.whole, { ...spanOf(days), method: of.method })),
      }}
    />
  );
}

async function SuccessHead({ success, days, writing }: SuccessProps) {
  const t = await getTranslations("charts");
  const legend = [
    {
      statuses: succeededStatuses,
      colour: keys[0].colour,
      word: t("success.succeeded"),
      count: success.whole.succeeded,
    },
    {
      statuses: failedStatuses,
      colour: keys[1].colour,
      word: t("success.failed"),
      count: success.whole.failed,
    },
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-5 gap-y-2">
      <p className="basis-full">
        <Link
          href={hrefOf(decidedStatuses, spanOf(days))}
          prefetch={false}
          className="numbers block text-2xl font-semibold tracking-tight no-underline hover:underline"
        >
          {saying(writing)(success.whole)}
        </Link>
        <span className="text-sm text-soft">
          {t("success.count", { count: success.whole.succeeded + success.whole.failed })}
        </span>
      </p>
      {legend.map(({ statuses, colour, word, count }) => (
        <Link
          key={word}
          href={hrefOf(statuses, spanOf(days))}
          prefetch={false}
          className="group flex items-center gap-2 text-sm no-underline"
        >
          <span className="size-2.5 rounded-xs" style={{ background: colour }} />
          <span className="text-soft group-hover:underline">{word}</span>
          <span className="numbers font-medium">{writing.count(count)}</span>
        </Link>
      ))}
    </div>
  );
}

/** How many payments succeed, by day and method. */
export async function SuccessCard(props: SuccessProps) {
  const t = await getTranslations("charts");
  return (
    <ChartCard
      name="success"
      title={t("success.title")}
      texts={{ view: t("view"), chart: t("chart"), table: t("table") }}
      head={<SuccessHead {...props} />}
      drawing={<Drawing {...props} />}
      table={<SuccessTable {...props} />}
      note={t("success.note")}
    />
  );
}
