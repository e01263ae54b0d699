import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { chainTones } from "@/app/(portal)/authorisations/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { authorisationListing } from "@/lib/features/authorisations/listing";
import { findAuthorisations, summariseAuthorisations } from "@/lib/features/authorisations/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("authorisations"))("title") };
}

export default async function AuthorisationsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(authorisationListing.permission);
  const { actor } = session;
  const t = await getTranslations("authorisations");
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, authorisationListing, searchParams, findOptions);
  const summary = summariseAuthorisations(actor.scope, query);
  const [page, options] = await Promise.all([findAuthorisations(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={authorisationListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ state: chainTones }}
      views={views}
      begin={t("begin")}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
