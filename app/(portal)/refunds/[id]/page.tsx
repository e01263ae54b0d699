import { notFound, redirect } from "next/navigation";
import { refundListing } from "@/lib/features/refunds/listing";
import { getPaymentOfRefund } from "@/lib/features/refunds/queries/get-refund";
import { requirePermission } from "@/lib/web/session";

type RefundRoute = { readonly params: Promise<{ readonly id: string }> };

/** A refund is read where its payment is: its address leads there. */
export default async function RefundPage({ params }: RefundRoute) {
  const { actor } = await requirePermission(refundListing.permission);
  const paymentId = await getPaymentOfRefund(actor.scope, (await params).id);
  if (paymentId === null) notFound();
  redirect(`/payments/${paymentId}#refunds`);
}
