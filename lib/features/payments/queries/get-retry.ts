import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { decideRetry, type PaymentStatus, type RetryRefusal } from "@/lib/features/payments/model";
import { readChain } from "@/lib/features/payments/queries/chain";
import { reading } from "@/lib/platform/tx";

export type RetryView = {
  readonly shop: string;
  readonly orderReference: string | null;
  readonly description: string | null;
  readonly amount: Money;
  /** The newest attempt at the order: the one that a new attempt takes over from. */
  readonly paymentId: string;
  /** All attempts at the order, this one too: a form may name no other payment. */
  readonly attempts: readonly string[];
  readonly status: PaymentStatus;
  /** PN-E5: any attempt brought the money or reserved it. */
  readonly isPaid: boolean;
  /** Null: the customer may try again. */
  readonly refusal: RetryRefusal | null;
};

/** What a customer with a link may see of an order; null when the payment is gone. */
export const getRetry = (scope: MerchantScope, paymentId: string): Promise<RetryView | null> =>
  reading(scope, async (db) => {
    const chain = await readChain(db, scope, paymentId);
    const newest = chain.find(({ id }) => !chain.some(({ predecessorId }) => predecessorId === id));
    if (newest === undefined) return null;
    const payment = await db.payment.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: scope, id: newest.id } },
      select: {
        orderReference: true,
        description: true,
        amountMinor: true,
        currency: true,
        website: { select: { name: true, retryEnabled: true } },
      },
    });
    const { website, amountMinor, currency, ...rest } = payment;
    const decision = decideRetry({ status: newest.status, retryEnabled: website.retryEnabled });
    return {
      ...rest,
      shop: website.name,
      amount: { minor: Number(amountMinor), currency },
      paymentId: newest.id,
      attempts: chain.map(({ id }) => id),
      status: newest.status,
      isPaid: chain.some(({ status }) => status === "completed" || status === "authorised"),
      refusal: decision.ok ? null : decision.error,
    };
  });
