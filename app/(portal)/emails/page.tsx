import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { communicationListing } from "@/lib/features/communications/listing";
import { findCommunications, summariseCommunications } from "@/lib/features/communications/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("emails"))("title") };
}

export default async function EmailsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(communicationListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, communicationListing, searchParams, findOptions);
  const summary = summariseCommunications(actor.scope, query);
  const [page, options] = await Promise.all([findCommunications(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={communicationListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ state: communicationTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
