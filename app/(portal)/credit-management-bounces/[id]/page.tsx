import { notFound, redirect } from "next/navigation";
import { getBouncedInvoiceId } from "@/lib/features/credit-management-bounces/queries";
import { requirePermission } from "@/lib/web/session";

type BounceRoute = { readonly params: Promise<{ readonly id: string }> };

/** BK-12: a click on a row opens the invoice; without one, the bounce itself. */
export default async function CreditManagementBouncePage({ params }: BounceRoute) {
  const { actor } = await requirePermission("bounces:read");
  const { id } = await params;
  const invoiceId = await getBouncedInvoiceId(actor.scope, id);
  if (invoiceId === undefined) notFound();
  redirect(invoiceId === null ? `/bounces/${id}` : `/invoices/${invoiceId}`);
}
