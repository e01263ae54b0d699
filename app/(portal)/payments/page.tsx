import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { rememberHidden } from "@/app/(portal)/actions";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { paymentListing } from "@/lib/features/payments/listing";
import { findPayments, summarisePayments } from "@/lib/features/payments/queries/list";
import { hiddenColumns } from "@/lib/features/people/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { parseListing } from "@/lib/listing/parse";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payments"))("title") };
}

export default async function PaymentsPage({ searchParams }: ListingRoute) {
  const { actor, user, merchant } = await requirePermission(paymentListing.permission);
  const query = parseListing(paymentListing, await searchParams, {
    timezone: merchant.timezone,
    now: requestTime(),
  });
  const summary = summarisePayments(actor.scope, query);
  const [page, website, hidden] = await Promise.all([
    findPayments(actor.scope, query),
    websiteOptions(actor.scope),
    hiddenColumns(user.id, paymentListing.name),
  ]);
  return (
    <ListingPage
      listing={paymentListing}
      query={query}
      page={page}
      summary={summary}
      options={{ website }}
      tones={{ status: paymentTones }}
      hidden={hidden}
      saveHidden={rememberHidden.bind(null, paymentListing.name)}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
