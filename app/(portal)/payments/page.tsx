import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { rememberHidden } from "@/app/(portal)/actions";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { paymentListing } from "@/lib/features/payments/listing";
import { findPayments, summarisePayments } from "@/lib/features/payments/queries/list";
import { hiddenColumns } from "@/lib/features/people/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { readPage } from "@/lib/web/listing-request";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payments"))("title") };
}

export default async function PaymentsPage({ searchParams }: ListingRoute) {
  const { actor, user, merchant } = await requirePermission(paymentListing.permission);
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const query = await readPage(paymentListing, searchParams, merchant.timezone, findOptions);
  const summary = summarisePayments(actor.scope, query);
  const [page, options, hidden] = await Promise.all([
    findPayments(actor.scope, query),
    findOptions(),
    hiddenColumns(user.id, paymentListing.name),
  ]);
  return (
    <ListingPage
      listing={paymentListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{ status: paymentTones }}
      hidden={hidden}
      saveHidden={rememberHidden.bind(null, paymentListing.name)}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
