import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActivityOf } from "@/app/(portal)/log/activity-of";
import { openRequest, type RequestRoute } from "@/app/(portal)/data-requests/[id]/open-request";
import { RequestHeader } from "@/app/(portal)/data-requests/[id]/request-header";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data-requests"))("parts.log") };
}

/** BK-6: everything that happened to it, pushes included. */
export default async function DataRequestLogPage(route: RequestRoute) {
  const { actor } = await requirePermission("messages:read");
  const opened = await openRequest(route);
  const { id } = opened.detail.request;
  return (
    <>
      <RequestHeader opened={opened} tab="log" />
      <ActivityOf scope={actor.scope} id={id} writing={opened.writing} />
    </>
  );
}
