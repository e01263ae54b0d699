import { notFound } from "next/navigation";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { getDataRequest } from "@/lib/features/data-requests/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

export type RequestRoute = { readonly params: Promise<{ readonly id: string }> };

/** What every tab of a data request begins with. Another merchant's is not found, as nonsense is not. */
export async function openRequest({ params }: RequestRoute) {
  const session = await requirePermission("data_requests:read");
  const detail = await getDataRequest(session.actor.scope, (await params).id);
  if (detail === null) notFound();
  return { session, detail, writing: await writingFor(session.merchant.timezone, requestTime()) };
}

export type OpenRequest = Awaited<ReturnType<typeof openRequest>>;
