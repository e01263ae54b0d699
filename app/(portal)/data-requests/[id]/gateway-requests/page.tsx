import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExchangesOf } from "@/app/(portal)/messages/exchanges-of";
import { openRequest, type RequestRoute } from "@/app/(portal)/data-requests/[id]/open-request";
import { RequestHeader } from "@/app/(portal)/data-requests/[id]/request-header";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data-requests"))("parts.gateway") };
}

/** BK-8: what went to the bank about it, raw and parsed. */
export default async function DataRequestGatewayPage(route: RequestRoute) {
  const { actor } = await requirePermission("messages:read");
  const opened = await openRequest(route);
  const { id, correlationId } = opened.detail.request;
  return (
    <>
      <RequestHeader opened={opened} tab="gateway" />
      <ExchangesOf
        scope={actor.scope}
        subject={{ dataRequestId: id, correlationId }}
        writing={opened.writing}
        channel="gateway"
      />
    </>
  );
}
