import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sayEvery } from "@/app/(portal)/subscriptions/plan-words";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { subscriptionListing } from "@/lib/features/subscriptions/listing";
import type { SubscriptionUnit } from "@/lib/features/subscriptions/model";
import { findSubscriptions, summariseSubscriptions } from "@/lib/features/subscriptions/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("title") };
}

export default async function SubscriptionsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(subscriptionListing.permission);
  const { actor } = session;
  const t = await getTranslations("subscriptions");
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, subscriptionListing, searchParams, findOptions);
  const summary = summariseSubscriptions(actor.scope, query);
  const [page, options] = await Promise.all([findSubscriptions(actor.scope, query), findOptions()]);
  const rows = page.rows.map((row) => {
    const { code, detail } = row.unit;
    return { ...row, unit: { code, detail: sayEvery(t, code as SubscriptionUnit, Number(detail)) } };
  });
  return (
    <ListingPage
      listing={subscriptionListing}
      query={query}
      page={{ ...page, rows }}
      summary={summary}
      options={options}
      tones={{ status: subscriptionTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
    />
  );
}
