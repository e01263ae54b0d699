import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { rememberHidden } from "@/app/(portal)/actions";
import { sayExport } from "@/app/(portal)/exports/export-words";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import type { Tone } from "@/components/ui/icon";
import { exportListing } from "@/lib/features/exports/listing";
import type { ExportState } from "@/lib/features/exports/model";
import { findExports, summariseExports } from "@/lib/features/exports/queries";
import { hiddenColumns } from "@/lib/features/people/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { readPage } from "@/lib/web/listing-request";
import { requirePermission } from "@/lib/web/session";

const state: Readonly<Record<ExportState, Tone>> = { running: "hold", done: "good", aborted: "bad" };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("title") };
}

export default async function ExportsPage({ searchParams }: ListingRoute) {
  const { actor, user, merchant } = await requirePermission(exportListing.permission);
  const query = await readPage(exportListing, searchParams, merchant.timezone);
  const summary = summariseExports(actor.scope, query);
  const [page, website, hidden] = await Promise.all([
    findExports(actor.scope, query),
    websiteOptions(actor.scope),
    hiddenColumns(user.id, exportListing.name),
  ]);
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
      hidden={hidden}
      saveHidden={rememberHidden.bind(null, exportListing.name)}
    />
  );
}
