import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BounceTabs } from "@/app/(portal)/bounces/bounce-tabs";
import { classTones } from "@/app/(portal)/bounces/tones";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { creditManagementBounceListing } from "@/lib/features/credit-management-bounces/listing";
import {
  findCreditManagementBounces,
  summariseCreditManagementBounces,
} from "@/lib/features/credit-management-bounces/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credit-management-bounces"))("title") };
}

export default async function CreditManagementBouncesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(creditManagementBounceListing.permission);
  const { actor } = session;
  const { query, views } = await openList(session, creditManagementBounceListing, searchParams);
  const summary = summariseCreditManagementBounces(actor.scope, query);
  const page = await findCreditManagementBounces(actor.scope, query);
  const t = await getTranslations("credit-management-bounces");
  return (
    <ListingPage
      listing={creditManagementBounceListing}
      query={query}
      page={page}
      summary={summary}
      tones={{ class: classTones }}
      views={views}
      mayExport={actor.may.has("payments:export")}
      exportTitle={t("export")}
      above={<BounceTabs tab="credit-management-bounces" may={actor.may} />}
      live
    />
  );
}
