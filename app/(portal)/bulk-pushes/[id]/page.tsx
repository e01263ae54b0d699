import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { BulkHeader } from "@/app/(portal)/bulk-pushes/[id]/bulk-header";
import { HostsPart } from "@/app/(portal)/bulk-pushes/[id]/hosts-part";
import { ProgressPart } from "@/app/(portal)/bulk-pushes/[id]/progress-part";
import { ResultsPart } from "@/app/(portal)/bulk-pushes/[id]/results-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { bulkPushListing } from "@/lib/features/bulk-pushes/listing";
import { bulkResults } from "@/lib/features/bulk-pushes/model";
import { getBulkPush } from "@/lib/features/bulk-pushes/queries/get-bulk-push";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type BulkRoute = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulkPush"))("title") };
}

const last = (value: string | string[] | undefined) => [value ?? ""].flat().at(-1) ?? "";

export default async function BulkPushPage({ params, searchParams }: BulkRoute) {
  const { actor, merchant } = await requirePermission(bulkPushListing.permission);
  const { id } = await params;
  const wanted = await searchParams;
  const show = bulkResults.find((result) => result === last(wanted["show"])) ?? null;
  const after = /^\d{1,7}$/.test(last(wanted["after"])) ? Number(last(wanted["after"])) : 0;
  const detail = await getBulkPush(actor.scope, { id, show, after });
  if (detail === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  return (
    <>
      <LiveRefresh source="/api/live/bulk-pushes" id={id} />
      <BulkHeader bulk={detail.bulk} writing={writing} maySteer={actor.may.has("pushes:resend")} />
      <div className="flex flex-col gap-4">
        <ProgressPart detail={detail} />
        <HostsPart detail={detail} />
        <ResultsPart detail={detail} show={show} after={after} writing={writing} />
      </div>
    </>
  );
}
