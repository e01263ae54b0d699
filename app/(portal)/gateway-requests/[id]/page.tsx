import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { GatewayParts } from "@/app/(portal)/messages/gateway-parts";
import { MessageHeader } from "@/app/(portal)/messages/message-header";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { gatewayRequestListing } from "@/lib/features/gateway-requests/listing";
import { gatewayLegs } from "@/lib/features/gateway-requests/model";
import { getMessage } from "@/lib/features/messages/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type RequestRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: RequestRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function GatewayRequestPage({ params }: RequestRoute) {
  const { actor, merchant } = await requirePermission(gatewayRequestListing.permission);
  const detail = await getMessage(actor.scope, (await params).id);
  if (detail === null || !gatewayLegs.some((leg) => leg === detail.message.leg)) notFound();
  const { message } = detail;
  const writing = await writingFor(merchant.timezone, requestTime());
  const t = await getTranslations("message");
  const title = (await getTranslations("gateway-requests"))("title");
  return (
    <>
      <MessageHeader message={message} writing={writing} back={{ href: "/gateway-requests", label: title }} />
      <GatewayParts message={message} />
      <p className="mt-4 flex flex-wrap gap-x-3 text-xs text-faint">
        {t("masked")}
        <Link href={`/messages/${message.id}`} prefetch={false} className="link">
          {t("open")}
        </Link>
      </p>
    </>
  );
}
