import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ChartsPart, ChartsPending, RangeSwitch, type Asked } from "@/app/(portal)/home/charts-part";
import { TilesPart, TilesPending } from "@/app/(portal)/home/tiles-part";
import { PartGuard } from "@/components/charts/part-guard";
import { dayRangeOf } from "@/lib/features/overview/model";
import { isCurrency } from "@/lib/kernel/money";
import { requestTime } from "@/lib/web/request-time";
import { requireSession } from "@/lib/web/session";

type HomeRoute = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

const askedIn = (parameters: Awaited<HomeRoute["searchParams"]>): Asked => {
  const currency = parameters["currency"];
  return {
    range: dayRangeOf(parameters["days"]),
    currency: typeof currency === "string" && isCurrency(currency) ? currency : null,
  };
};

export default async function HomePage({ searchParams }: HomeRoute) {
  const { actor, merchant } = await requireSession();
  const t = await getTranslations("home");
  const app = await getTranslations("app");
  const asked = askedIn(await searchParams);
  const texts = { failed: t("failed"), retry: app("retry") };
  const { timezone } = merchant;
  const now = requestTime();
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{t("title")}</h1>
      <section aria-labelledby="attention">
        <h2 id="attention" className="mb-3 text-lg font-semibold tracking-tight">
          {t("attention")}
        </h2>
        <PartGuard texts={texts}>
          <Suspense fallback={<TilesPending />}>
            <TilesPart actor={actor} timezone={timezone} now={now} />
          </Suspense>
        </PartGuard>
      </section>
      {actor.may.has("payments:read") && (
        <section aria-labelledby="charts" className="mt-8">
          <div className="mb-3 flex flex-wrap items-center gap-3">
            <h2 id="charts" className="flex-1 text-lg font-semibold tracking-tight">
              {t("charts")}
            </h2>
            <span className="text-xs text-faint max-sm:order-last max-sm:basis-full">
              {t("zone", { zone: timezone })}
            </span>
            <RangeSwitch asked={asked} />
          </div>
          <PartGuard texts={texts}>
            <Suspense fallback={<ChartsPending />}>
              <ChartsPart scope={actor.scope} timezone={timezone} now={now} asked={asked} />
            </Suspense>
          </PartGuard>
        </section>
      )}
    </>
  );
}
