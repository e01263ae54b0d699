import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { outcomeTones } from "@/app/(portal)/messages/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { gatewayRequestListing } from "@/lib/features/gateway-requests/listing";
import { findGatewayRequests, summariseGatewayRequests } from "@/lib/features/gateway-requests/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("gateway-requests"))("title") };
}

export default async function GatewayRequestsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(gatewayRequestListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, gatewayRequestListing, searchParams, findOptions);
  const summary = summariseGatewayRequests(actor.scope, query);
  const [page, options] = await Promise.all([findGatewayRequests(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={gatewayRequestListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ outcome: outcomeTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
    />
  );
}
