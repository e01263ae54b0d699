import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pushTones } from "@/app/(portal)/payments/tones";
import { BulkPush } from "@/app/(portal)/pushes/bulk-push";
import { HealthPart } from "@/app/(portal)/pushes/health-part";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { pushListing } from "@/lib/features/pushes/listing";
import { findHealth } from "@/lib/features/pushes/queries/health";
import { findPushes, summarisePushes } from "@/lib/features/pushes/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pushes"))("title") };
}

export default async function PushesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(pushListing.permission);
  const { actor, merchant } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, pushListing, searchParams, findOptions);
  const summary = summarisePushes(actor.scope, query);
  const [page, options, health] = await Promise.all([
    findPushes(actor.scope, query),
    findOptions(),
    findHealth(actor.scope),
  ]);
  const bulk = <BulkPush listing={pushListing} query={query} may={actor.may} />;
  return (
    <ListingPage
      listing={pushListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ state: pushTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      above={<HealthPart health={health} timezone={merchant.timezone} may={actor.may} />}
      actions={bulk}
      bulk={bulk}
      live
    />
  );
}
