import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BulkPart } from "@/app/(portal)/payments/bulk-part";
import { paymentTones, settleNoteTones, settleTones } from "@/app/(portal)/payments/tones";
import { BulkPush } from "@/app/(portal)/pushes/bulk-push";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { paymentListing } from "@/lib/features/payments/listing";
import { findPayments, summarisePayments } from "@/lib/features/payments/queries/list";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payments"))("title") };
}

export default async function PaymentsPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(paymentListing.permission);
  const { actor } = session;
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, paymentListing, searchParams, findOptions);
  const summary = summarisePayments(actor.scope, query);
  const [page, options] = await Promise.all([findPayments(actor.scope, query), findOptions()]);
  const bulkPush = <BulkPush listing={paymentListing} query={query} may={actor.may} />;
  return (
    <ListingPage
      listing={paymentListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      tones={{
        status: paymentTones,
        settleNote: settleNoteTones,
        settle: settleTones,
        told: paymentTones,
        receiver: { behind: "doubt" },
      }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      actions={bulkPush}
      bulk={
        <>
          <BulkPart may={actor.may} timezone={session.merchant.timezone} />
          {bulkPush}
        </>
      }
      live
    />
  );
}
