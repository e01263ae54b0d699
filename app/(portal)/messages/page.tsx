import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { outcomeTones } from "@/app/(portal)/messages/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { messageListing } from "@/lib/features/messages/listing";
import { findMessages, summariseMessages } from "@/lib/features/messages/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages"))("title") };
}

export default async function MessagesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(messageListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, messageListing, searchParams, findOptions);
  const summary = summariseMessages(actor.scope, query);
  const [page, options] = await Promise.all([findMessages(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={messageListing}
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
