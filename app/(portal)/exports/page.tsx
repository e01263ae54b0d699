import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sayExport } from "@/app/(portal)/exports/export-words";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import type { Tone } from "@/components/ui/icon";
import { exportListing } from "@/lib/features/exports/listing";
import type { ExportState } from "@/lib/features/exports/model";
import { findExports, summariseExports } from "@/lib/features/exports/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

const state: Readonly<Record<ExportState, Tone>> = { running: "hold", done: "good", aborted: "bad" };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("title") };
}

export default async function ExportsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(exportListing.permission);
  const { actor, merchant } = session;
  const { query, views } = await openList(session, exportListing, searchParams);
  const summary = summariseExports(actor.scope, query);
  const [page, website] = await Promise.all([findExports(actor.scope, query), websiteOptions(actor.scope)]);
  const rows = await Promise.all(
    page.rows.map((row) => sayExport(row, { timezone: merchant.timezone, options: { website } })),
  );
  return (
    <ListingPage
      listing={exportListing}
      query={query}
      page={{ ...page, rows }}
      summary={summary}
      tones={{ state }}
      tall
      views={views}
    />
  );
}
