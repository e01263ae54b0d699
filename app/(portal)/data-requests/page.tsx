import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import { BulkPush } from "@/app/(portal)/pushes/bulk-push";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { dataRequestListing } from "@/lib/features/data-requests/listing";
import { findDataRequests, summariseDataRequests } from "@/lib/features/data-requests/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data-requests"))("title") };
}

export default async function DataRequestsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(dataRequestListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, dataRequestListing, searchParams, findOptions);
  const summary = summariseDataRequests(actor.scope, query);
  const [page, options] = await Promise.all([findDataRequests(actor.scope, query), findOptions()]);
  const bulkPush = <BulkPush listing={dataRequestListing} query={query} may={actor.may} />;
  return (
    <ListingPage
      listing={dataRequestListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ status: dataRequestTones, told: dataRequestTones, receiver: { behind: "doubt" } }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      actions={bulkPush}
      bulk={bulkPush}
      live
    />
  );
}
