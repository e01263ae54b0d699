import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { becameTones, kindTones } from "@/app/(portal)/log/tones";
import { sayPerson } from "@/app/(portal)/messages/say-person";
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
  const t = await getTranslations("message");
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, activityListing, searchParams, findOptions);
  const summary = summariseActivity(actor.scope, query);
  const [page, options] = await Promise.all([findActivity(actor.scope, query), findOptions()]);
  const rows = page.rows.map((row) => ({ ...row, actor: sayPerson(t, row.actor) }));
  return (
    <ListingPage
      listing={activityListing}
      query={query}
      page={{ ...page, rows }}
      summary={summary}
      options={options}
      tones={{ kind: kindTones, became: becameTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
    />
  );
}
