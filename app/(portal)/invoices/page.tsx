import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { invoiceTones, moneyTones } from "@/app/(portal)/invoices/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { invoiceListing } from "@/lib/features/invoices/listing";
import { findInvoices, summariseInvoices } from "@/lib/features/invoices/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invoices"))("title") };
}

export default async function InvoicesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(invoiceListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, invoiceListing, searchParams, findOptions);
  const summary = summariseInvoices(actor.scope, query);
  const [page, options] = await Promise.all([findInvoices(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={invoiceListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ status: invoiceTones, state: moneyTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
