import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { refundTones, settleTones } from "@/app/(portal)/payments/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { refundListing } from "@/lib/features/refunds/listing";
import { findRefunds, summariseRefunds } from "@/lib/features/refunds/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("refunds"))("title") };
}

export default async function RefundsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(refundListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, refundListing, searchParams, findOptions);
  const summary = summariseRefunds(actor.scope, query);
  const [page, options] = await Promise.all([findRefunds(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={refundListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ status: refundTones, settle: settleTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
