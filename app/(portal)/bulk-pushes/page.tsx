import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { bulkTones } from "@/app/(portal)/pushes/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { bulkPushListing } from "@/lib/features/bulk-pushes/listing";
import { findBulkPushes, summariseBulkPushes } from "@/lib/features/bulk-pushes/queries/list";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk-pushes"))("title") };
}

export default async function BulkPushesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(bulkPushListing.permission);
  const { actor } = session;
  const t = await getTranslations("bulk-pushes");
  const { query, views } = await openList(session, bulkPushListing, searchParams);
  const summary = summariseBulkPushes(actor.scope, query);
  return (
    <ListingPage
      listing={bulkPushListing}
      query={query}
      page={await findBulkPushes(actor.scope, query)}
      summary={summary}
      tones={{ state: bulkTones }}
      views={views}
      begin={t("begin")}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
