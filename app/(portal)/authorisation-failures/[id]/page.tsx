import { notFound, redirect } from "next/navigation";
import { paymentOfFailure } from "@/lib/features/authorisation-failures/queries";
import { requirePermission } from "@/lib/web/session";

type FailureRoute = { readonly params: Promise<{ readonly id: string }> };

/** A failed renewal is told on the page of its chain. */
export default async function FailurePage({ params }: FailureRoute) {
  const { actor } = await requirePermission("payments:read");
  const paymentId = await paymentOfFailure(actor.scope, (await params).id);
  if (paymentId === null) notFound();
  redirect(`/authorisations/${paymentId}`);
}
