import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { BounceTabs } from "@/app/(portal)/bounces/bounce-tabs";
import { rowButtons } from "@/app/(portal)/bounces/row-buttons";
import { classTones } from "@/app/(portal)/bounces/tones";
import { ClassCounts, CountsPending } from "@/app/(portal)/email-bounces/class-counts";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { emailBounceListing } from "@/lib/features/email-bounces/listing";
import {
  countEmailBouncesByClass,
  findEmailBounces,
  summariseEmailBounces,
} from "@/lib/features/email-bounces/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("email-bounces"))("title") };
}

export default async function EmailBouncesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(emailBounceListing.permission);
  const { actor, merchant } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, emailBounceListing, searchParams, findOptions);
  const summary = summariseEmailBounces(actor.scope, query);
  const counts = countEmailBouncesByClass(actor.scope, query);
  const [page, options] = await Promise.all([findEmailBounces(actor.scope, query), findOptions()]);
  const t = await getTranslations("email-bounces");
  const writing = await writingFor(merchant.timezone, requestTime());
  const above = (
    <>
      <BounceTabs tab="email-bounces" may={actor.may} />
      <Suspense fallback={<CountsPending />}>
        <ClassCounts query={query} counts={counts} />
      </Suspense>
    </>
  );
  return (
    <ListingPage
      listing={emailBounceListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ class: classTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      exportTitle={t("export")}
      above={above}
      rowActions={await rowButtons({ ids: page.rows.map(({ id }) => id), actor, writing })}
      live
    />
  );
}
