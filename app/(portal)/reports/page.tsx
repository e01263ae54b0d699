import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BounceTabs } from "@/app/(portal)/bounces/bounce-tabs";
import { verdictTones } from "@/app/(portal)/reports/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { reportListing } from "@/lib/features/reports/listing";
import { findReports, summariseReports } from "@/lib/features/reports/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("title") };
}

export default async function ReportsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(reportListing.permission);
  const { actor } = session;
  const { query, views } = await openList(session, reportListing, searchParams);
  const summary = summariseReports(actor.scope, query);
  const page = await findReports(actor.scope, query);
  return (
    <ListingPage
      listing={reportListing}
      query={query}
      page={page}
      summary={summary}
      tones={{ verdict: verdictTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      above={<BounceTabs tab="reports" may={actor.may} />}
    />
  );
}
