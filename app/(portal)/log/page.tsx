import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { becameTones } from "@/app/(portal)/log/tones";
import { sayActor } from "@/app/(portal)/payments/[id]/payment-texts";
import { pushTones } from "@/app/(portal)/payments/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { activityListing } from "@/lib/features/activity-log/listing";
import { findActivity, summariseActivity } from "@/lib/features/activity-log/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("log"))("title") };
}

export default async function LogPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(activityListing.permission);
  const { actor } = session;
  const t = await getTranslations("payment");
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, activityListing, searchParams, findOptions);
  const summary = summariseActivity(actor.scope, query);
  const [page, options] = await Promise.all([findActivity(actor.scope, query), findOptions()]);
  const rows = page.rows.map((row) => ({ ...row, actor: sayActor(t, row.actor) }));
  return (
    <ListingPage
      listing={activityListing}
      query={query}
      page={{ ...page, rows }}
      summary={summary}
      options={options}
      tones={{ became: becameTones, push: pushTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
    />
  );
}
