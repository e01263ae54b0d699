import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { decideRetry, type RetryRefusal } from "@/lib/features/payments/model";
import { inTransaction } from "@/lib/platform/tx";

/** Lets the customer of a payment try again, for as long as the website lets customers take (PN-3, PN-10). */
export const offerRetry = (actor: Actor, { paymentId }: { readonly paymentId: string }) =>
  inTransaction(actor, async (tx): Promise<Result<{ readonly until: Date }, RetryRefusal | "not_found">> => {
    const payment = await tx.db.payment.findUnique({
      where: { merchantId_id: { merchantId: tx.scope, id: paymentId } },
      select: { status: true, website: { select: { retryEnabled: true, validitySeconds: true } } },
    });
    if (payment === null) return err("not_found");
    const { retryEnabled, validitySeconds } = payment.website;
    const decision = decideRetry({ status: payment.status, retryEnabled });
    if (!decision.ok) return decision;
    const until = new Date(tx.now.getTime() + validitySeconds * 1000);
    await tx.audit("payment.retry_offered", ["payment", paymentId], { until: until.toISOString() });
    return ok({ until });
  });
