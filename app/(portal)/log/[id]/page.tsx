import { notFound, redirect } from "next/navigation";
import { activityListing } from "@/lib/features/activity-log/listing";
import { getActivityAddress } from "@/lib/features/activity-log/queries";
import { requirePermission } from "@/lib/web/session";

type LineRoute = { readonly params: Promise<{ readonly id: string }> };

/** A line is read where its object is: its address leads there. */
export default async function LinePage({ params }: LineRoute) {
  const { actor } = await requirePermission(activityListing.permission);
  const address = await getActivityAddress(actor.scope, (await params).id);
  if (address === null) notFound();
  redirect(address);
}
