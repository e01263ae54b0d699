import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BounceTabs } from "@/app/(portal)/bounces/bounce-tabs";
import { chosenIn, choiceHref, periods, sinceOf, type Chosen } from "@/app/(portal)/bounces/workbench/choice";
import { GroupsPart } from "@/app/(portal)/bounces/workbench/groups-part";
import { PlanPart } from "@/app/(portal)/bounces/workbench/plan-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { findBounceGroups, findOpenBounces } from "@/lib/features/bounces/queries/workbench";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";
import Link from "next/link";

type WorkbenchRoute = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bounces"))("workbench.title") };
}

async function Periods({ chosen }: { readonly chosen: Chosen }) {
  const t = await getTranslations("bounces");
  return (
    <nav aria-label={t("workbench.period")} className="no-print mb-4 flex flex-wrap gap-1">
      {periods.map((days) => (
        <Link
          key={days}
          href={choiceHref({ ...chosen, days })}
          prefetch={false}
          aria-current={days === chosen.days ? "true" : undefined}
          className="rounded-md px-2 py-1 text-sm font-medium text-soft no-underline hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink"
        >
          {t("workbench.days", { count: days })}
        </Link>
      ))}
    </nav>
  );
}

/** U8: what did not arrive and was not sent again, by cause and by domain. */
export default async function WorkbenchPage({ searchParams }: WorkbenchRoute) {
  const { actor, merchant } = await requirePermission("bounces:resend");
  const t = await getTranslations("bounces");
  const chosen = chosenIn(await searchParams);
  const now = requestTime();
  const since = sinceOf(chosen, now);
  const isChosen = chosen.class !== null || chosen.domain !== null;
  const [groups, bounces, writing] = await Promise.all([
    findBounceGroups(actor.scope, since),
    isChosen ? findOpenBounces(actor.scope, since, chosen) : [],
    writingFor(merchant.timezone, now),
  ]);
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{t("workbench.title")}</h1>
      <BounceTabs tab="workbench" may={actor.may} />
      <p className="mb-3 max-w-3xl text-sm text-soft">{t("workbench.lead")}</p>
      <Periods chosen={chosen} />
      {isChosen && <PlanPart key={choiceHref(chosen)} chosen={chosen} bounces={bounces} writing={writing} />}
      <GroupsPart groups={groups} chosen={chosen} />
    </>
  );
}
